package io.dromos.discovery;

import java.net.InetAddress;
import java.util.function.Supplier;
import org.xbill.DNS.Message;

/// What to do about a packet.
sealed interface Answering {

    /// No answer.
    record Nothing() implements Answering {}

    /// This answer, over UDP in at most `sizeMax` bytes.
    record Now(Message answer, int sizeMax) implements Answering {}

    /// An answer that takes a while: `answer` blocks and must be called.
    record Later(Supplier<Message> answer, int sizeMax) implements Answering {}

    /// Decides what to do about a packet of a client.
    interface Answerer {
        Answering answer(byte[] packet, InetAddress client);
    }
}
