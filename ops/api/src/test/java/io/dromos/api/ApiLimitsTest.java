package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import io.dromos.domain.Limits;
import io.dromos.domain.catalog.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is beyond a limit is answered with a sentence that names the limit, and others are served.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ApiLimitsTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final ActorSystem<?> SYSTEM = ReplayServer.system();

    @AfterAll
    static void stopSystem() {
        SYSTEM.terminate();
    }

    static List<Arguments> requests() {
        return List.of(
                beyond("GET /" + "x".repeat(5_000), "", 414, "4,096", "(headerBytes)"),
                beyond("GET /ping", "X-A: " + "x".repeat(5_000), 431, "4,096", "(headerBytes)"),
                beyond("GET /ping", "X".repeat(65) + ": x", 431, "64", "(headerBytes)"),
                beyond("GET /ping", "X-A: x\r\n".repeat(32) + "X: x", 431, "32", "(headers)"),
                beyond("POST /v2/apps", "Content-Length: 10001", 413, "10,000", "(bodyBytes)"),
                beyond("POST /v2/apps", chunk("2711;"), 400, "10000", "chunk size"),
                beyond("POST /v2/apps", "Content-Length: 9", 408, "300 ms", "(body)"),
                beyond("GET /ping", "X-A x", 400, "cannot be read"),
                document("{\"id\":\"/a\",\"cmd\":" + "[".repeat(65) + "}", 400, "64", "nesting"),
                document(app("/a", 100_001), 422, "100000 or less", "/instances"),
                document(app("/a".repeat(33), 0), 422, "33 segments, expected 32", "/id"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void a_request_beyond_a_limit_is_refused_with_the_limit(
            String name, String request, int status, List<String> words) {
        try (var served = Served.start(SYSTEM)) {
            var client = served.client();
            var answer = client.raw(request.replace("PORT", String.valueOf(client.port())));
            assertThat(answer.status()).as(name).isEqualTo(status);
            assertThat(answer.headers()).containsEntry("content-type", "application/json");
            assertThat(answer.body()).contains(words);
            assertThat(client.get("/ping").status()).isEqualTo(200);
            assertThat(client.get("/v2/apps/a").status()).isEqualTo(404);
        }
    }

    @Test
    void when_all_connections_are_at_work_the_next_is_told_so() throws Exception {
        try (var served = Served.start(SYSTEM, Served.small(4, LONG))) {
            var client = served.client();
            var streams = new ArrayList<Client.Stream>();
            for (int i = 0; i < 4; i++) {
                streams.add(client.stream("/v2/events", Map.of()));
                streams.getLast().next();
            }
            var answer = client.get("/ping");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.message()).contains("4 connections", "(connections)");
            assertThat(answer.headers()).containsKey("retry-after");
            for (var stream : streams) stream.close();
        }
    }

    @Test
    void bodies_that_drip_keep_nobody_out() throws Exception {
        try (var served = Served.start(SYSTEM, Served.small(4, LONG))) {
            var client = served.client();
            try (var first = new Slow(client)) {
                var others = List.of(new Slow(client), new Slow(client), new Slow(client));
                assertThat(client.get("/ping").status()).isEqualTo(200);
                assertThat(first.rest()).contains("HTTP/1.1 503 ", "(connections)");
                assertThat(client.send("POST", "/v2/apps", Served.WEB).status()).isEqualTo(201);
                for (var other : others) other.close();
            }
        }
    }

    @Test
    void bodies_have_a_bound_together() throws Exception {
        try (var served = Served.start(SYSTEM, Served.small(64, LONG))) {
            var client = served.client();
            var bodies = new ArrayList<Slow>();
            for (int i = 0; i < 7; i++) bodies.add(new Slow(client));
            var answer = client.raw(head("POST /v2/apps", "Content-Length: 9000", client.port()));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.message()).contains("65,536 bytes", "(bodiesBytes)");
            assertThat(client.get("/ping").status()).isEqualTo(200);
            for (var body : bodies) body.close();
        }
    }

    @Test
    void the_event_stream_has_so_many_subscribers_and_others_are_told_so() throws Exception {
        try (var served = Served.start(SYSTEM)) {
            var client = served.client();
            var streams = new ArrayList<Client.Stream>();
            for (int i = 0; i < Served.SMALL.subscribers(); i++) {
                streams.add(client.stream("/v2/events", Map.of()));
                streams.getLast().next();
            }
            var accept = Map.of("Accept", "text/event-stream");
            var answer = client.send("GET", "/v2/events", accept, "");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.message()).contains("8 subscribers", "(subscribers)");
            for (var stream : streams) stream.close();
        }
    }

    @Test
    void too_many_groups_and_applications_are_refused_with_the_bound() {
        var groups = RefusalReplies.of(new Refusal.TooManyGroups(20_001, 20_000));
        assertThat(groups.status()).isEqualTo(422);
        assertThat(text(groups)).contains("got 20001 groups, expected 20000 or less");
        assertThat(text(RefusalReplies.of(new Refusal.TooManyApplications(20_000))))
                .contains("There are 20000 applications");
    }

    @Test
    void at_the_cap_of_deployments_force_helps_only_whom_it_makes_room_for() {
        var world = new World();
        world.limits = new Limits(20_000, 20_000, 32, 100_000, 2, 10_000, 20_000);
        try (var served = Served.start(SYSTEM, world, world)) {
            var client = served.client();
            assertThat(client.send("POST", "/v2/apps", waiting("/a")).status()).isEqualTo(201);
            assertThat(client.send("POST", "/v2/apps", waiting("/b")).status()).isEqualTo(201);
            for (var path : List.of("/v2/apps", "/v2/apps?force=true")) {
                var refused = client.send("POST", path, waiting("/c"));
                assertThat(refused.status()).isEqualTo(403);
                assertThat(refused.message())
                        .isEqualTo(
                                "Max number (2) of running deployments is achieved. Wait for"
                                        + " existing deployments to complete or cancel oneusing"
                                        + " force=true parameter. You can increase max deployment"
                                        + " number by using --max_running_deployments parameter but"
                                        + " be advised that this can have negative effects on the"
                                        + " performance.");
            }
            var scaled = "{\"instances\":2}";
            assertThat(client.send("PUT", "/v2/apps/a", scaled).status()).isEqualTo(409);
            assertThat(client.send("PUT", "/v2/apps/a?force=true", scaled).status()).isEqualTo(200);
            assertThat(client.get("/v2/deployments").json()).hasSize(2);
            assertThat(client.get("/v2/apps/c").status()).isEqualTo(404);
            assertThat(client.send("PUT", "/v2/apps/a?force=true", "{\"cpus\":0.1}").status())
                    .isEqualTo(200);
            assertThat(client.send("POST", "/v2/apps", waiting("/c")).status()).isEqualTo(201);
        }
    }

    private static String waiting(String id) {
        return "{\"id\":\"%s\",\"cmd\":\"sleep 1\",\"cpus\":10000}".formatted(id);
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    private static Arguments beyond(String line, String header, int status, String... words) {
        var name = line.substring(0, Math.min(20, line.length())) + " " + status + " " + words[0];
        return Arguments.of(name, head(line, header, "PORT"), status, List.of(words));
    }

    private static Arguments document(String body, int status, String... words) {
        var length = "Content-Length: " + body.length();
        return Arguments.of(
                words[1], head("POST /v2/apps", length, "PORT") + body, status, List.of(words));
    }

    private static String head(String line, String header, Object port) {
        var more = header.isEmpty() ? "" : header + "\r\n";
        return line
                + " HTTP/1.1\r\nHost: localhost:"
                + port
                + "\r\n"
                + more
                + (header.contains("\r\n\r\n") ? "" : "\r\n");
    }

    private static String chunk(String line) {
        return "Transfer-Encoding: chunked\r\n\r\n" + line;
    }

    private static String app(String id, int instances) {
        return "{\"id\":\"%s\",\"cmd\":\"ls\",\"instances\":%d}".formatted(id, instances);
    }

    /// A request whose body does not come, though the server waits for it.
    private static final class Slow implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;

        Slow(Client client) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), client.port());
            var header = "Content-Length: 9000\r\nExpect: 100-continue";
            var head = head("POST /v2/apps", header, client.port());
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(lines.readLine()).contains("100");
        }

        String rest() throws IOException {
            var text = new StringBuilder();
            for (var line = lines.readLine(); line != null; line = lines.readLine())
                if (!line.isEmpty() || !text.isEmpty()) text.append(line).append('\n');
            return text.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
