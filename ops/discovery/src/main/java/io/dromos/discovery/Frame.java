package io.dromos.discovery;

import java.nio.ByteBuffer;

/// A message on a TCP connection: two bytes of length, then the message.
final class Frame {

    /// Bytes of a message at most.
    static final int MESSAGE_MAX = 0xffff;

    private Frame() {}

    /// The message with its length, in one piece: sent in two it may cost a delayed
    /// acknowledgement.
    static byte[] of(byte[] message) {
        return ByteBuffer.allocate(Short.BYTES + message.length)
                .putShort((short) message.length)
                .put(message)
                .array();
    }
}
