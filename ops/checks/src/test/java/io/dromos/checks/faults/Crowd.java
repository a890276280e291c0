package io.dromos.checks.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Many clients of one server, each on a socket of its own.
final class Crowd implements AutoCloseable {

    private static final int STALLED_EACH = 10;
    private static final int RECEIVE_BYTES = 4_096;

    private final List<Socket> sockets = new ArrayList<>();
    private final List<Socket> stalled = new ArrayList<>();
    private final List<AtomicInteger> heard = new ArrayList<>();

    /// So many subscribers of the event stream; one in ten never reads.
    void subscribe(int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            var socket = connect(port);
            send(
                    socket,
                    "GET /v2/events HTTP/1.1\r\nHost: 127.0.0.1:"
                            + port
                            + "\r\nAccept: text/event-stream\r\n\r\n");
            var reader = reader(socket);
            var status = reader.readLine();
            if (status == null || !status.contains(" 200 "))
                throw new IOException("Subscriber " + i + " is answered " + status);
            if (i % STALLED_EACH == 0) stalled.add(socket);
            else count(reader);
        }
    }

    /// A client that sends the first half of a request, and no more.
    void beginRequest(int port) throws IOException {
        send(connect(port), "GET /v2/apps HTTP/1.1\r\nHost: 127.0");
    }

    /// Of how many changes each subscriber that reads has heard.
    List<Integer> heard() {
        return heard.stream().map(AtomicInteger::get).toList();
    }

    /// Whether the server has ended the connections of those that read nothing.
    boolean stalledAreGone() {
        return stalled.stream().allMatch(Crowd::isGone);
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) socket.close();
    }

    private void count(BufferedReader reader) {
        var changes = new AtomicInteger();
        heard.add(changes);
        Thread.startVirtualThread(() -> {
            try {
                for (var line = reader.readLine(); line != null; line = reader.readLine())
                    if (line.equals("event: api_post_event")) changes.incrementAndGet();
            } catch (IOException _) {
                // The crowd has left, or the server has let this one go: then it has missed some.
            }
        });
    }

    /// A connection that was reset refuses to be written to.
    private static boolean isGone(Socket socket) {
        try {
            send(socket, "\r\n");
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private Socket connect(int port) throws IOException {
        var socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(RECEIVE_BYTES);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
