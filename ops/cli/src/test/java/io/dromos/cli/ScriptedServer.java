package io.dromos.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// A server that answers as it was told, and remembers what it was asked.
public final class ScriptedServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Supplier<Reply>> script = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    public ScriptedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /// A request.
    public record Asked(
            String method,
            String uri,
            String body,
            Optional<String> authorization,
            Optional<String> lastEventId) {
        public String line() {
            return method + " " + uri;
        }
    }

    /// An answer.
    public record Reply(int status, String body, Map<String, String> headers) {
        public static Reply json(int status, String body) {
            return new Reply(status, body, Map.of("Content-Type", "application/json"));
        }
    }

    /// Answers a request, `METHOD /path`, whatever its query.
    public ScriptedServer on(String request, int status, String body) {
        return on(request, () -> Reply.json(status, body));
    }

    /// Answers a request by what is true then.
    public ScriptedServer on(String request, Supplier<Reply> reply) {
        script.put(request, reply);
        return this;
    }

    public List<String> lines() {
        return asked.stream().map(Asked::line).toList();
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public String url() {
        return "http://" + authority();
    }

    public String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public URI uri(String path) {
        return URI.create(url() + path);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var uri = exchange.getRequestURI();
            var method = exchange.getRequestMethod();
            var headers = exchange.getRequestHeaders();
            asked.add(
                    new Asked(
                            method,
                            uri.toString(),
                            body,
                            Optional.ofNullable(headers.getFirst("Authorization")),
                            Optional.ofNullable(headers.getFirst("Last-Event-ID"))));
            var reply =
                    script.getOrDefault(
                                    method + " " + uri.getPath(),
                                    () -> Reply.json(404, "{\"message\":\"URI not found\"}"))
                            .get();
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
