package io.dromos.discovery;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// Asks one other name server one question: over UDP from a port and with an id that nobody can
/// guess, and over TCP when the answer does not fit.
final class Upstream {

    private static final int RECEIVE_MAX = 4096;
    private static final int SIGNATURES_WANTED = 0x8000;
    private static final SecureRandom IDS = new SecureRandom();

    /// A question, without what differs from client to client.
    record Question(Name name, int type, boolean signatures, boolean checkingDisabled) {

        static Question of(Query query) {
            return new Question(
                    query.question().getName(),
                    query.question().getType(),
                    query.wantsSignatures(),
                    query.header().getFlag(Flags.CD));
        }
    }

    private Upstream() {}

    /// The server's answer to the question, whatever its code. Fails when none that fits the
    /// question comes within `patience`, for each of UDP and TCP.
    static Message ask(InetSocketAddress server, Question question, Duration patience)
            throws IOException {
        Message query = message(question);
        Message answer = overUdp(server, query, patience);
        return answer.getHeader().getFlag(Flags.TC) ? overTcp(server, query, patience) : answer;
    }

    private static Message message(Question question) {
        var message = new Message(IDS.nextInt(0x10000));
        message.getHeader().setFlag(Flags.RD);
        if (question.checkingDisabled()) {
            message.getHeader().setFlag(Flags.CD);
        }
        message.addRecord(
                Record.newRecord(question.name(), question.type(), DClass.IN), Section.QUESTION);
        int flags = question.signatures() ? SIGNATURES_WANTED : 0;
        message.addRecord(new OPTRecord(Query.UDP_MAX, 0, 0, flags), Section.ADDITIONAL);
        return message;
    }

    private static Message overUdp(InetSocketAddress server, Message query, Duration patience)
            throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        try (var socket = new DatagramSocket()) {
            socket.connect(server);
            byte[] wire = query.toWire();
            socket.send(new DatagramPacket(wire, wire.length));
            var packet = new DatagramPacket(new byte[RECEIVE_MAX], RECEIVE_MAX);
            while (true) {
                socket.setSoTimeout(millisUntil(deadline));
                packet.setLength(RECEIVE_MAX);
                socket.receive(packet);
                Message answer = read(Arrays.copyOf(packet.getData(), packet.getLength()));
                if (answer != null && answers(answer, query)) {
                    return answer;
                }
            }
        }
    }

    private static Message overTcp(InetSocketAddress server, Message query, Duration patience)
            throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server, Math.toIntExact(patience.toMillis()));
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            var out = new DataOutputStream(socket.getOutputStream());
            out.write(Frame.of(query.toWire()));
            var in = new DataInputStream(socket.getInputStream());
            Message answer = read(in.readNBytes(in.readUnsignedShort()));
            if (answer == null || !answers(answer, query)) {
                throw new IOException(server + " answered something else over TCP");
            }
            return answer;
        }
    }

    private static @Nullable Message read(byte[] wire) {
        try {
            return new Message(wire);
        } catch (IOException
                | RuntimeException e) { // the parser throws several on a damaged message
            return null;
        }
    }

    private static boolean answers(Message answer, Message query) {
        return answer.getHeader().getFlag(Flags.QR)
                && answer.getHeader().getID() == query.getHeader().getID()
                && query.getQuestion().equals(answer.getQuestion());
    }

    private static int millisUntil(long deadline) throws IOException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return Math.toIntExact(left);
    }
}
