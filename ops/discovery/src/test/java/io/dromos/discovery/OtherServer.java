package io.dromos.discovery;

import static io.dromos.discovery.RenderingTest.ip;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/// A name server of the host, as good or bad as a test wants it.
final class OtherServer implements AutoCloseable {

    enum Behaviour {
        ANSWER,
        DENY,
        FAIL,
        SILENCE,
        CUT,
        FORGE_THEN_ANSWER,
        WAIT
    }

    private final Behaviour behaviour;
    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch proceed = new CountDownLatch(1);

    OtherServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.udp = new DatagramSocket(new InetSocketAddress(ip("127.0.0.3"), 0));
        this.tcp = new ServerSocket();
        tcp.bind(udp.getLocalSocketAddress());
        Thread.ofPlatform().daemon().start(this::serveUdp);
        Thread.ofPlatform().daemon().start(this::serveTcp);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) udp.getLocalSocketAddress();
    }

    int asked() {
        return asked.get();
    }

    void proceed() {
        proceed.countDown();
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }

    private void serveUdp() {
        while (!udp.isClosed()) {
            try {
                var packet = new DatagramPacket(new byte[4096], 4096);
                udp.receive(packet);
                asked.incrementAndGet();
                var query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                Thread.ofVirtual().start(() -> answerUdp(query, packet));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void answerUdp(Message query, DatagramPacket packet) {
        try {
            if (behaviour == Behaviour.WAIT) {
                proceed.await();
            }
            for (Message answer : answers(query)) {
                byte[] wire = answer.toWire();
                udp.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket connection = tcp.accept()) {
                var in = new DataInputStream(connection.getInputStream());
                var query = new Message(in.readNBytes(in.readUnsignedShort()));
                Message answer = answer(query);
                for (int i = 1; i <= 60; i++) {
                    answer.addRecord(
                            address(query.getQuestion().getName(), "203.0.113." + i),
                            Section.ANSWER);
                }
                connection.getOutputStream().write(Frame.of(answer.toWire()));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private List<Message> answers(Message query) throws IOException {
        Message answer = answer(query);
        Name name = query.getQuestion().getName();
        switch (behaviour) {
            case ANSWER, WAIT -> answer.addRecord(address(name, "203.0.113.5"), Section.ANSWER);
            case DENY -> {
                answer.getHeader().setRcode(Rcode.NXDOMAIN);
                answer.addRecord(
                        new SOARecord(name, DClass.IN, 60, name, name, 1, 1, 1, 1, 60),
                        Section.AUTHORITY);
            }
            case FAIL -> answer.getHeader().setRcode(Rcode.SERVFAIL);
            case CUT -> answer.getHeader().setFlag(Flags.TC);
            case FORGE_THEN_ANSWER -> {
                answer.addRecord(address(name, "203.0.113.5"), Section.ANSWER);
                return List.of(otherId(query, name), otherQuestion(query), answer);
            }
            case SILENCE -> {
                return List.of();
            }
        }
        return List.of(answer);
    }

    private static Message otherId(Message query, Name name) {
        Message forged = answer(query);
        forged.getHeader().setID(query.getHeader().getID() ^ 1);
        forged.addRecord(address(name, "192.0.2.66"), Section.ANSWER);
        return forged;
    }

    private static Message otherQuestion(Message query) throws IOException {
        Name name = Name.fromString("elsewhere.example.org.");
        var forged = new Message(query.getHeader().getID());
        forged.getHeader().setFlag(Flags.QR);
        forged.addRecord(
                Record.newRecord(name, query.getQuestion().getType(), DClass.IN), Section.QUESTION);
        forged.addRecord(address(name, "192.0.2.66"), Section.ANSWER);
        return forged;
    }

    private static Message answer(Message query) {
        var answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        return answer;
    }

    private static Record address(Name name, String address) {
        return new ARecord(name, DClass.IN, 60, ip(address));
    }
}
