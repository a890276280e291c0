package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Health and readiness checks that the server makes, by real servers that fall ill.
final class HealthChecksTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final Duration STANDS_STILL = TIMEOUT.plusSeconds(2);

    @RegisterExtension final Cluster cluster = new Cluster(Shape.SMALL);

    @Test
    void who_falls_ill_is_replaced_as_the_same_instance_and_a_killed_server_knows_what_it_knew(
            @TempDir Path served) throws Exception {
        Files.writeString(served.resolve("health"), "well");
        var api = cluster.api();
        api.post("/v2/apps", webServer(served)).ok();
        api.awaitSettled();
        var well = awaitTask("healthy", task -> result(task).path("alive").asBoolean());
        assertThat(app().path("tasksHealthy").asInt()).isEqualTo(1);
        assertThat(result(well).path("instanceId").asText()).isEqualTo(instance(well));

        cluster.server().kill();
        cluster.startServer();
        assertThat(app().path("tasksHealthy").asInt()).as("from the log").isEqualTo(1);
        awaitTask("asked again", task -> result(task).path("lastSuccess").isTextual());

        Files.delete(served.resolve("health"));
        var next = awaitTask("replaced", task -> !id(task).equals(id(well)));
        Files.writeString(served.resolve("health"), "well");
        assertThat(instance(next)).isEqualTo(instance(well));
        assertThat(incarnation(next)).isGreaterThan(incarnation(well));
        awaitTask("healthy again", task -> result(task).path("alive").asBoolean());
        assertThat(app().path("lastTaskFailure").isMissingNode()).isTrue();
    }

    @Test
    void a_deployment_waits_for_readiness_and_a_server_that_stood_still_blames_nobody()
            throws Exception {
        int port = cluster.nodes().getFirst().firstPort();
        try (var held = new HeldServer(port)) {
            var api = cluster.api();
            held.status = 503;
            api.post("/v2/apps", gated(port)).ok();
            var deployment =
                    await("the readiness check says that it is not ready")
                            .atMost(Api.PATIENCE)
                            .until(
                                    () -> api.get("/v2/deployments").ok().json().path(0),
                                    it -> readiness(it).at("/lastResponse/status").asInt() == 503);
            assertThat(readiness(deployment).path("ready").asBoolean()).isFalse();
            assertThat(readiness(deployment).at("/lastResponse/body").asText()).isEqualTo("said");
            held.status = 200;
            api.awaitSettled();

            var before = awaitTask("healthy", task -> result(task).path("alive").asBoolean());
            held.hold();
            cluster.server().pause();
            await("longer than the timeout").pollDelay(STANDS_STILL).until(() -> true);
            held.release();
            cluster.server().resume();
            int asked = held.asked();
            await("asked again").atMost(Api.PATIENCE).until(() -> held.asked() > asked + 2);
            var after = awaitTask("still there", _ -> true);
            assertThat(id(after)).isEqualTo(id(before));
            assertThat(result(after).path("lastFailure").isMissingNode()).isTrue();
        }
    }

    private static String webServer(Path served) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        return """
        {"id":"web","cpus":0.1,"mem":64,"backoffSeconds":1,
         "cmd":"exec %s -Xmx32m -m jdk.httpserver -b 127.0.0.1 -p $PORT0 -d %s",
         "portDefinitions":[{"port":0,"name":"http-api"}],
         "healthChecks":[{"protocol":"HTTP","path":"/health","portIndex":0,
           "gracePeriodSeconds":60,"intervalSeconds":1,"timeoutSeconds":20,
           "maxConsecutiveFailures":1}]}
        """
                .formatted(java, served);
    }

    private static String gated(int port) {
        return """
        {"id":"web","cpus":0.1,"mem":32,"cmd":"exec sleep 3600","requirePorts":true,
         "portDefinitions":[{"port":%d,"name":"http-api"}],
         "readinessChecks":[{"path":"/ready","intervalSeconds":3,"timeoutSeconds":2,
           "preserveLastResponse":true}],
         "healthChecks":[{"protocol":"HTTP","path":"/health","portIndex":0,
           "gracePeriodSeconds":60,"intervalSeconds":1,"timeoutSeconds":%d,
           "maxConsecutiveFailures":0}]}
        """
                .formatted(port, TIMEOUT.toSeconds());
    }

    private JsonNode app() {
        return cluster.api().get("/v2/apps/web").ok().json().path("app");
    }

    private JsonNode awaitTask(String what, Predicate<JsonNode> wanted) {
        return await(what)
                .atMost(Api.PATIENCE)
                .until(
                        () -> app().path("tasks").path(0),
                        task -> !task.isMissingNode() && wanted.test(task));
    }

    private static JsonNode result(JsonNode task) {
        return task.path("healthCheckResults").path(0);
    }

    private static JsonNode readiness(JsonNode deployment) {
        return deployment.path("currentActions").path(0).path("readinessCheckResults").path(0);
    }

    private static String id(JsonNode task) {
        return task.path("id").asText();
    }

    private static String instance(JsonNode task) {
        return id(task).substring(0, id(task).indexOf("._app."));
    }

    private static int incarnation(JsonNode task) {
        return Integer.parseInt(id(task).substring(id(task).lastIndexOf('.') + 1));
    }

    /// In place of a task: answers on its port as told, and may keep whoever asks for its health
    /// waiting.
    private static final class HeldServer implements AutoCloseable {
        volatile int status = 200;
        private volatile Gate gate = new Gate(new CountDownLatch(0), new CountDownLatch(0));
        private final AtomicInteger asked = new AtomicInteger();
        private final HttpServer server;

        private record Gate(CountDownLatch arrived, CountDownLatch open) {}

        HeldServer(int port) throws IOException {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            server = HttpServer.create(address, 50);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/ready", exchange -> answer(exchange, status));
            server.createContext(
                    "/health",
                    exchange -> {
                        asked.incrementAndGet();
                        var at = gate;
                        at.arrived().countDown();
                        pass(at.open());
                        answer(exchange, 200);
                    });
            server.start();
        }

        private static void answer(HttpExchange exchange, int status) throws IOException {
            exchange.sendResponseHeaders(status, 4);
            exchange.getResponseBody().write("said".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        }

        /// Returns once somebody is kept waiting.
        void hold() {
            gate = new Gate(new CountDownLatch(1), new CountDownLatch(1));
            pass(gate.arrived());
        }

        void release() {
            gate.open().countDown();
        }

        int asked() {
            return asked.get();
        }

        private static void pass(CountDownLatch latch) {
            try {
                assertThat(latch.await(Api.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            release();
            server.stop(0);
        }
    }
}
