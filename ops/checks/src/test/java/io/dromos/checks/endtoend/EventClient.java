package io.dromos.checks.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// A subscriber of the event stream that goes on by the last id it has seen whenever it is cut off,
/// and holds all events of the log that it is told.
final class EventClient implements AutoCloseable {

    /// It is not cut off by itself.
    static final IntSupplier NEVER = () -> 0;

    private final int port;
    private final IntSupplier cutAfter;
    private final int pause;
    private final List<String> held = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread thread;
    private String lastId = "0";
    private volatile boolean closed;

    /// Subscribes to everything that ever happened.
    ///
    /// @param cutAfter after how many milliseconds each of its connections is cut; 0 is never
    /// @param pause how many milliseconds it rests after each line
    EventClient(int port, IntSupplier cutAfter, int pause) {
        this.port = port;
        this.cutAfter = cutAfter;
        this.pause = pause;
        this.thread = Thread.ofVirtual().name("subscriber").start(this::run);
    }

    /// The events it was told, each with its id.
    List<String> held() {
        return held;
    }

    /// Whether it was told that this application is no more.
    boolean knowsEnd(String app) {
        return held.stream()
                .anyMatch(it -> it.contains(" app_terminated_event ") && it.contains(app));
    }

    /// How often it has connected.
    int connections() {
        return connections.get();
    }

    private void run() {
        while (!closed) {
            try (var socket = new Socket()) {
                if (pause > 0) socket.setReceiveBufferSize(4_096);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                listen(socket);
            } catch (IOException _) {
                // It was cut off, or the server is away.
            }
            rest(5);
        }
    }

    /// HTTP 1.0 has no chunks, so that lines are lines.
    private void listen(Socket socket) throws IOException {
        connections.incrementAndGet();
        var request =
                "GET /v2/events HTTP/1.0\r\nHost: 127.0.0.1:%d\r\nAccept: text/event-stream\r\nLast-Event-ID: %s\r\n\r\n"
                        .formatted(port, lastId);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        int millis = cutAfter.getAsInt();
        if (millis > 0)
            CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS)
                    .execute(() -> cut(socket));
        var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
        read(new BufferedReader(in, pause > 0 ? 256 : 8_192));
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A block that has not come to its end is none.
    private void read(BufferedReader lines) throws IOException {
        String type = "";
        String id = "";
        String data = "";
        for (var line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
            if (line.startsWith("event: ")) type = line.substring(7);
            if (line.startsWith("id: ")) id = line.substring(4);
            if (line.startsWith("data: ")) data = line.substring(6);
            if (!line.isEmpty()) continue;
            if (!id.isEmpty()) lastId = id;
            if (!data.isEmpty() && !type.startsWith("event_stream_"))
                held.add(id + " " + type + " " + data);
            type = "";
            id = "";
            data = "";
            rest(pause);
        }
    }

    private static void rest(int millis) {
        try {
            if (millis > 0) Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
