package io.dromos.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Mesos' RecordIO framing: the decimal length of a record, a line feed, the record.
public final class RecordIo {
    private static final int LENGTH_DIGITS = 10;

    private RecordIo() {}

    /// Frames one record.
    public static byte[] frame(byte[] message) {
        byte[] length = (message.length + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] framed = new byte[length.length + message.length];
        System.arraycopy(length, 0, framed, 0, length.length);
        System.arraycopy(message, 0, framed, length.length, message.length);
        return framed;
    }

    /// Reads the next record of a stream; empty at a clean end.
    ///
    /// @param limit the largest record taken, in bytes
    /// @throws IOException when the stream breaks, ends inside a record or is no RecordIO
    public static Optional<byte[]> read(InputStream in, int limit) throws IOException {
        long length = 0;
        for (int digits = 0; ; digits++) {
            int c = in.read();
            if (c < 0 && digits == 0) {
                return Optional.empty();
            }
            if (c == '\n' && digits > 0) {
                break;
            }
            if (c < '0' || c > '9' || digits == LENGTH_DIGITS) {
                throw new IOException("RecordIO: expected a length, got byte " + c);
            }
            length = length * 10 + (c - '0');
        }
        if (length > limit) {
            throw new IOException("RecordIO: a record of " + length + " bytes exceeds " + limit);
        }
        byte[] message = in.readNBytes((int) length);
        if (message.length < length) {
            throw new IOException("RecordIO: the stream ended inside a record");
        }
        return Optional.of(message);
    }
}
