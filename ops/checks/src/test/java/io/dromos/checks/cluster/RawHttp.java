package io.dromos.checks.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Sends bytes that a well-behaved client would not.
public final class RawHttp {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private RawHttp() {}

    /// Sends a request's text to a port of the loopback and gives the whole answer, as text.
    public static String exchange(int port, String request) throws IOException {
        return exchange(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), request);
    }

    /// The same for any address.
    public static String exchange(InetSocketAddress address, String request) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(address, Math.toIntExact(PATIENCE.toMillis()));
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
