package io.dromos.mesos;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One HTTP/1.1 connection to a master. A plain socket rather than a client library, for three
/// promises no library makes: a request is written once and never again, calls keep their order
/// while several are under way, and silence of the peer is measured to the byte.
///
/// One thread writes and one reads; any may close.
final class HttpConnection implements AutoCloseable {

    private static final String PATH = "/api/v1/scheduler";
    private static final int MAX_HEAD_BYTES = 64 * 1024;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int FIRST_SUCCESS = 200;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.\\d (\\d{3})(?: .*)?");

    private final Address address;
    private final Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();

    /// @param address where to connect to
    HttpConnection(Address address) {
        this.address = address;
    }

    /// The head of an answer, header names in lower case.
    record Head(int status, Map<String, String> headers) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        /// Whether the peer will close the connection after this answer.
        boolean closes() {
            return header("connection").filter("close"::equalsIgnoreCase).isPresent();
        }
    }

    /// Opens the connection.
    void connect(Duration timeout) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(
                new InetSocketAddress(address.host(), address.port()),
                Math.toIntExact(timeout.toMillis()));
        in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
        out = socket.getOutputStream();
    }

    /// How long a read waits for a byte before it throws [SocketTimeoutException].
    void silence(Duration bound) throws IOException {
        socket.setSoTimeout(Math.clamp(bound.toMillis(), 1, Integer.MAX_VALUE));
    }

    /// Writes a request.
    ///
    /// @param settings for content types and the credential
    /// @param streamId of the subscription; absent for SUBSCRIBE itself
    /// @param body the message
    void post(Settings settings, Optional<String> streamId, byte[] body) throws IOException {
        write(request(settings, streamId, body));
    }

    /// Writes whole requests, one after the other.
    void write(byte[] requests) throws IOException {
        out.write(requests);
        out.flush();
    }

    /// The bytes of a request, as [#post] writes them.
    byte[] request(Settings settings, Optional<String> streamId, byte[] body) {
        var head = new StringBuilder("POST " + PATH + " HTTP/1.1\r\n");
        header(head, "Host", address.toString());
        header(head, "Content-Type", settings.wire().mediaType());
        header(head, "Accept", settings.wire().mediaType());
        streamId.ifPresent(id -> header(head, "Mesos-Stream-Id", id));
        settings.credential().ifPresent(c -> header(head, "Authorization", c.authorization()));
        header(head, "Content-Length", Integer.toString(body.length));
        head.append("\r\n");
        var request = new ByteArrayOutputStream(head.length() + body.length);
        request.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private static void header(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    /// Waits for the first byte of an answer without taking it.
    ///
    /// @return false if none came within the bound of silence
    boolean awaitAnswer() throws IOException {
        in.mark(1);
        try {
            if (in.read() < 0) throw new EOFException("The master closed the connection");
            in.reset();
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    /// Reads the head of the next answer, passing over interim ones.
    Head readHead() throws IOException {
        while (true) {
            int budget = MAX_HEAD_BYTES;
            var line = HttpBody.line(in, budget);
            var match = STATUS_LINE.matcher(line);
            if (!match.matches()) throw new IOException("Not an HTTP answer: '" + line + "'");
            var headers = new LinkedHashMap<String, String>();
            for (line = HttpBody.line(in, budget);
                    !line.isEmpty();
                    line = HttpBody.line(in, budget)) {
                budget -= line.length();
                int colon = line.indexOf(':');
                if (colon < 1) throw new IOException("Not an HTTP header: '" + line + "'");
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            int status = Integer.parseInt(match.group(1));
            if (status >= FIRST_SUCCESS) return new Head(status, headers);
        }
    }

    /// The body that follows a head.
    InputStream body(Head head) throws IOException {
        return HttpBody.of(head, in);
    }

    /// A short body as text.
    ///
    /// @throws IOException if it is longer than the bound
    String text(Head head, int maxBytes) throws IOException {
        // Most answers are empty; reading on to see that takes a buffer of 16 KiB.
        if (head.header("content-length").filter("0"::equals).isPresent()) return "";
        var bytes = body(head).readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes)
            throw new IOException("An answer is longer than " + maxBytes + " bytes");
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // Closing is all we wanted; there is nothing left to lose on this connection.
        }
    }
}
