package io.dromos.probe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Asks one GET over HTTP/1.1 and reads no more than the head of its answer, and as much of its
/// body as is wanted. Closing it ends a question that hangs.
///
/// Redirects are followed, if at all, to the same address, port and scheme; any other is an answer
/// by itself, so that a task cannot send whoever asks somewhere else.
final class HttpProbe implements AutoCloseable {
    private final InetAddress address;
    private final Endpoint.Http target;
    private Socket socket = new Socket();
    private boolean closed;

    HttpProbe(InetAddress address, Endpoint.Http target) {
        this.address = address;
        this.target = target;
    }

    /// @throws IOException when no answer comes, or one that is none
    Outcome ask() throws IOException {
        var path = target.path();
        for (var redirects = 0; ; redirects++) {
            var opened = renew();
            var connected = TcpProbe.connect(opened, address, target.port());
            if (connected instanceof Outcome.NotAsked) {
                return connected;
            }
            var answer = exchange(opened, path);
            var head = answer.head(target.bodyMax() > 0);
            var next = location(head).flatMap(this::samePlace);
            if (next.isEmpty() || redirects == target.redirectsMax()) {
                return target.bodyMax() == 0
                        ? new Outcome.Answered(head.status())
                        : new Outcome.Answered(
                                head.status(), Optional.of(answer.content(head, target.bodyMax())));
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

    private HttpAnswer exchange(Socket plain, String path) throws IOException {
        var stream = target.secure() ? AnyCertificate.over(plain, host(), target.port()) : plain;
        var request =
                "GET "
                        + path
                        + " HTTP/1.1\r\nHost: "
                        + authority()
                        + "\r\nUser-Agent: dromos\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        stream.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        stream.getOutputStream().flush();
        return new HttpAnswer(new BufferedInputStream(stream.getInputStream()));
    }

    private static Optional<String> location(HttpAnswer.Head head) {
        return head.status() / 100 == 3
                ? Optional.ofNullable(head.fields().get("location"))
                : Optional.empty();
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
