package io.dromos.mesos;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// Reads RecordIO: the length of a record in decimal digits, a newline, then that many bytes.
/// Record boundaries have nothing to do with those of HTTP chunks or reads.
final class RecordReader {

    private static final int FIRST_BUFFER = 64 * 1024;

    private final InputStream in;
    private final int maxRecordBytes;

    /// @param in the body of the stream
    /// @param maxRecordBytes the largest record that is read
    RecordReader(InputStream in, int maxRecordBytes) {
        this.in = in;
        this.maxRecordBytes = maxRecordBytes;
    }

    /// The next record; empty when the stream ended between two records.
    ///
    /// @throws EOFException if the stream ended inside a record
    /// @throws IOException if what comes is no record or one beyond the bound
    Optional<byte[]> next() throws IOException {
        int first = in.read();
        if (first < 0) return Optional.empty();
        return Optional.of(content(length(first)));
    }

    private int length(int first) throws IOException {
        long length = 0;
        for (int c = first; c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException("The stream ended inside the length of a record");
            if (c < '0' || c > '9')
                throw new IOException("Not the length of a record: byte " + c + " is no digit");
            length = length * 10 + (c - '0');
            if (length > maxRecordBytes)
                throw new IOException(
                        "A record is larger than the bound of " + maxRecordBytes + " bytes");
        }
        if (first == '\n' || length == 0) throw new IOException("A record without content");
        return (int) length;
    }

    /// Grows with what arrives, so that an announced length alone costs nothing.
    private byte[] content(int length) throws IOException {
        var bytes = new byte[Math.min(length, FIRST_BUFFER)];
        int filled = 0;
        while (filled < length) {
            if (filled == bytes.length)
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * filled));
            int read = in.read(bytes, filled, bytes.length - filled);
            if (read < 0)
                throw new EOFException(
                        "The stream ended inside a record, after "
                                + filled
                                + " of "
                                + length
                                + " bytes");
            filled += read;
        }
        return bytes;
    }
}
