package io.dromos.discovery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A message from a client that can be answered, and what the answer may look like.
///
/// @param header the client's header
/// @param question the only question
/// @param edns the client's EDNS record; null when it sent none
/// @param sizeMax the bytes that the client takes over UDP
record Query(Header header, Record question, @Nullable OPTRecord edns, int sizeMax) {

    /// Bytes of a UDP answer at most: what passes any network unfragmented.
    static final int UDP_MAX = 1232;

    private static final int UDP_PLAIN = 512;
    private static final int BAD_VERSION = 16;
    private static final Set<Integer> INTERNET = Set.of(DClass.IN, DClass.ANY);

    /// What a packet turned out to be.
    sealed interface Reading {}

    /// A query.
    record Asked(Query query) implements Reading {}

    /// Something that gets an answer with nothing but a code.
    record Faulty(Message answer) implements Reading {}

    /// Something that gets no answer: too short to have an id, or an answer itself (two servers
    /// must not answer each other for ever).
    record Noise() implements Reading {}

    /// Reads a packet.
    static Reading read(byte[] packet) {
        Header header;
        try {
            header = new Header(packet);
        } catch (IOException | IllegalArgumentException e) {
            return new Noise();
        }
        if (header.getFlag(Flags.QR)) {
            return new Noise();
        }
        if (header.getOpcode() != Opcode.QUERY) {
            return faulty(header, Rcode.NOTIMP);
        }
        try {
            return read(new Message(ByteBuffer.wrap(packet)));
        } catch (IOException
                | RuntimeException e) { // the parser throws several on a damaged message
            return faulty(header, Rcode.FORMERR);
        }
    }

    private static Reading read(Message message) {
        Header header = message.getHeader();
        Record question = message.getQuestion();
        long extensions =
                message.getSection(Section.ADDITIONAL).stream()
                        .filter(OPTRecord.class::isInstance)
                        .count();
        if (header.getCount(Section.QUESTION) != 1 || question == null || extensions > 1) {
            return faulty(header, Rcode.FORMERR);
        }
        OPTRecord edns = message.getOPT();
        int size = edns == null ? UDP_PLAIN : Math.clamp(edns.getPayloadSize(), UDP_PLAIN, UDP_MAX);
        var query = new Query(header, question, edns, size);
        if (edns != null && edns.getVersion() > 0) {
            return new Faulty(query.badVersion());
        }
        boolean transfer = question.getType() == Type.AXFR || question.getType() == Type.IXFR;
        if (transfer || !INTERNET.contains(question.getDClass())) {
            return new Faulty(query.answer(Rcode.REFUSED));
        }
        return new Asked(query);
    }

    /// An empty answer to this query.
    Message answer(int rcode) {
        var answer = new Message(header.getID());
        answer.getHeader().setFlag(Flags.QR);
        copy(Flags.RD, answer);
        copy(Flags.CD, answer);
        answer.getHeader().setRcode(rcode);
        answer.addRecord(question, Section.QUESTION);
        if (edns != null) {
            answer.addRecord(new OPTRecord(UDP_MAX, 0, 0), Section.ADDITIONAL);
        }
        return answer;
    }

    /// Whether the client wants DNSSEC records.
    boolean wantsSignatures() {
        return edns != null && (edns.getFlags() & 0x8000) != 0;
    }

    private Message badVersion() {
        Message answer = answer(Rcode.NOERROR);
        answer.removeAllRecords(Section.ADDITIONAL);
        answer.addRecord(new OPTRecord(UDP_MAX, BAD_VERSION >> 4, 0), Section.ADDITIONAL);
        return answer;
    }

    private void copy(int flag, Message answer) {
        if (header.getFlag(flag)) {
            answer.getHeader().setFlag(flag);
        }
    }

    private static Faulty faulty(Header header, int rcode) {
        var answer = new Message(header.getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setOpcode(header.getOpcode());
        answer.getHeader().setRcode(rcode);
        return new Faulty(answer);
    }
}
