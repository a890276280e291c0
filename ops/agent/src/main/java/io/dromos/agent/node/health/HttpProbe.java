package io.dromos.agent.node.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Asks one GET over HTTP/1.1 and reads no more than the head of its answer. Closing it ends a
/// question that hangs.
///
/// Redirects are followed to the same address, port and scheme; any other is an answer by itself,
/// so that a task cannot send its agent somewhere else.
final class HttpProbe implements AutoCloseable {
    /// How many bytes of heads are read, of one answer with those that precede it.
    static final int MAX_HEAD = 64 << 10;

    /// How many redirects are followed.
    static final int MAX_REDIRECTS = 5;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})(?: .*)?");

    private final InetAddress address;
    private final Target.Http target;
    private Socket socket = new Socket();
    private boolean closed;

    HttpProbe(InetAddress address, Target.Http target) {
        this.address = address;
        this.target = target;
    }

    private record Head(int status, Optional<String> location) {}

    /// @throws IOException when no answer comes, or one that is none
    Outcome ask() throws IOException {
        var path = target.path();
        for (var redirects = 0; ; redirects++) {
            var opened = renew();
            var connected = TcpProbe.connect(opened, address, target.port());
            if (connected instanceof Outcome.NotAsked) {
                return connected;
            }
            var head = exchange(opened, path);
            var next = head.location().flatMap(this::samePlace);
            if (next.isEmpty() || redirects == MAX_REDIRECTS) {
                return new Outcome.Answered(head.status());
            }
            path = next.get();
        }
    }

    private synchronized Socket renew() throws IOException {
        TcpProbe.close(socket);
        if (closed) {
            throw new IOException("the probe is over");
        }
        socket = new Socket();
        return socket;
    }

    private Head exchange(Socket plain, String path) throws IOException {
        var stream = target.secure() ? AnyCertificate.over(plain, host(), target.port()) : plain;
        var request =
                "GET "
                        + path
                        + " HTTP/1.1\r\nHost: "
                        + authority()
                        + "\r\nUser-Agent: dromos-agent\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        stream.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        stream.getOutputStream().flush();
        return head(stream.getInputStream());
    }

    private static Head head(InputStream in) throws IOException {
        var left = MAX_HEAD;
        while (true) {
            var line = line(in, left);
            var status = STATUS.matcher(line);
            if (!status.matches()) {
                throw new IOException("the answer is not HTTP/1.1");
            }
            var code = Integer.parseInt(status.group(1));
            if (code >= 200 && (code < 300 || code > 399)) {
                return new Head(code, Optional.empty());
            }
            var location = Optional.<String>empty();
            while (!line.isEmpty()) {
                left -= line.length() + 2;
                line = line(in, left);
                if (line.regionMatches(true, 0, "Location:", 0, 9)) {
                    location = Optional.of(line.substring(9).trim());
                }
            }
            // What begins with 1 only says that the answer is on its way.
            if (code >= 200) {
                return new Head(code, location);
            }
        }
    }

    private static String line(InputStream in, int longest) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection ended before the answer did");
            }
            if (line.length() >= longest) {
                throw new IOException("the head of the answer is longer than " + MAX_HEAD);
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    /// Where a redirect leads, if to the same place.
    private Optional<String> samePlace(String location) {
        try {
            var here = URI.create(scheme() + "://" + authority() + target.path());
            var there = here.resolve(location);
            var same =
                    here.getScheme().equalsIgnoreCase(there.getScheme())
                            && here.getRawAuthority().equalsIgnoreCase(there.getRawAuthority());
            var query = there.getRawQuery() == null ? "" : "?" + there.getRawQuery();
            return same
                    ? Optional.of((there.getRawPath().isEmpty() ? "/" : there.getRawPath()) + query)
                    : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private String scheme() {
        return target.secure() ? "https" : "http";
    }

    private String host() {
        return address.getHostAddress();
    }

    private String authority() {
        return (target.newer() ? "[" + host() + "]" : host()) + ":" + target.port();
    }

    @Override
    public synchronized void close() {
        closed = true;
        TcpProbe.close(socket);
    }
}
