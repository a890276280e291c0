package io.dromos.mesos;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/// The body of an HTTP answer, chunked or of known length, as a stream that ends where it ends. A
/// connection that breaks inside is an [EOFException], never a quiet end.
final class HttpBody extends InputStream {

    private static final int MAX_LINE_BYTES = 1024;
    private static final int HEXADECIMAL = 16;

    private final InputStream in;
    private final boolean chunked;
    private long left;
    private boolean begun;
    private boolean ended;

    private HttpBody(InputStream in, boolean chunked, long left) {
        this.in = in;
        this.chunked = chunked;
        this.left = left;
    }

    /// The body after this head; without a length it lasts until the peer closes.
    static InputStream of(HttpConnection.Head head, InputStream in) throws IOException {
        var encoding = head.header("transfer-encoding").orElse("").toLowerCase(Locale.ROOT);
        if (encoding.equals("chunked")) return new HttpBody(in, true, 0);
        if (!encoding.isEmpty()) throw new IOException("Unknown transfer encoding: " + encoding);
        var length = head.header("content-length");
        if (length.isEmpty()) return in;
        try {
            return new HttpBody(in, false, Long.parseUnsignedLong(length.get()));
        } catch (NumberFormatException e) {
            throw new IOException("Not a content length: '" + length.get() + "'", e);
        }
    }

    /// A line without its end, CR LF or LF.
    ///
    /// @throws IOException if the stream ends first or the line is longer than the bound
    static String line(InputStream in, int maxBytes) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException("The connection broke before the answer was whole");
            if (line.length() >= maxBytes) throw new IOException("An HTTP line without an end");
            line.append((char) c);
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r')
            line.setLength(line.length() - 1);
        return line.toString();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) return 0;
        if (left == 0 && !next()) return -1;
        int read = in.read(target, offset, (int) Math.min(length, left));
        if (read < 0) throw new EOFException("The connection broke before the answer was whole");
        left -= read;
        return read;
    }

    private boolean next() throws IOException {
        if (!chunked || ended) return false;
        if (begun && !line(in, MAX_LINE_BYTES).isEmpty())
            throw new IOException("A chunk is longer than it said");
        begun = true;
        left = chunkLength(line(in, MAX_LINE_BYTES));
        if (left > 0) return true;
        ended = true;
        String trailer;
        do trailer = line(in, MAX_LINE_BYTES);
        while (!trailer.isEmpty());
        return false;
    }

    private static long chunkLength(String line) throws IOException {
        int extension = line.indexOf(';');
        var digits = (extension < 0 ? line : line.substring(0, extension)).strip();
        try {
            long length = Long.parseLong(digits, HEXADECIMAL);
            if (length < 0) throw new IOException("Not the length of a chunk: '" + line + "'");
            return length;
        } catch (NumberFormatException e) {
            throw new IOException("Not the length of a chunk: '" + line + "'", e);
        }
    }
}
