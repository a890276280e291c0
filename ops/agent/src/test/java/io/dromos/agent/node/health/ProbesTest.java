package io.dromos.agent.node.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.dromos.agent.node.health.Outcome.Answered;
import io.dromos.agent.node.health.Outcome.Connected;
import io.dromos.agent.node.health.Outcome.NoAnswer;
import io.dromos.agent.node.health.Outcome.NotAsked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Asks real servers.
class ProbesTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final Probes probes = new Probes(System::nanoTime);
    private final Servers servers = new Servers();

    @AfterEach
    void close() throws Exception {
        servers.close();
        probes.close();
    }

    @Test
    void an_answer_is_its_status() throws Exception {
        var server = servers.serve(HttpServer.create(Servers.loopback(), 50));
        for (var status : new int[] {200, 204, 304, 404, 500}) {
            assertThat(http(server, "/status/" + status)).isEqualTo(new Answered(status));
        }
        assertThat(http(server, "/status/200?a=b%20c")).isEqualTo(new Answered(200));
        assertThat(servers.asked).contains("GET /status/200?a=b%20c 127.0.0.1:" + server);
    }

    @Test
    void a_secure_answer_needs_no_certificate_that_anybody_knows(@TempDir Path directory)
            throws Exception {
        var server = HttpsServer.create(Servers.loopback(), 50);
        server.setHttpsConfigurator(new HttpsConfigurator(Servers.selfSigned(directory)));
        var port = servers.serve(server);
        var target = new Target.Http(true, port, "/status/202", false);
        assertThat(probes.ask(place(), target, LONG)).isEqualTo(new Answered(202));
        assertThat(http(port, "/status/202")).as("in the clear").isNotEqualTo(new Answered(202));
    }

    @Test
    void a_redirect_is_followed_to_the_same_place_only() throws Exception {
        var elsewhere = new AtomicInteger();
        try (var other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> Servers.count(other, elsewhere));
            var server = servers.serve(HttpServer.create(Servers.loopback(), 50));
            assertThat(http(server, "/to?/status/418")).isEqualTo(new Answered(418));
            assertThat(http(server, "/to?http://127.0.0.1:" + server + "/status/418"))
                    .isEqualTo(new Answered(418));
            var away =
                    List.of(
                            "http://127.0.0.1:" + other.getLocalPort() + "/",
                            "//127.0.0.1:" + other.getLocalPort() + "/",
                            "http://localhost:" + server + "/status/418",
                            "https://127.0.0.1:" + server + "/status/418",
                            "file:///etc/passwd",
                            "http://[");
            for (var location : away) {
                assertThat(http(server, "/to?" + location))
                        .as(location)
                        .isEqualTo(new Answered(302));
            }
            assertThat(http(server, "/to?/round"))
                    .as("round and round")
                    .isEqualTo(new Answered(302));
            assertThat(servers.asked.stream().filter(one -> one.contains("/round ")))
                    .hasSizeLessThan(10);
        }
        assertThat(elsewhere).hasValue(0);
    }

    @Test
    void a_body_without_end_is_not_read() throws Exception {
        var port =
                servers.talk(
                        "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\nfor ever and",
                        "and ");
        assertThat(http(port, "/")).isEqualTo(new Answered(200));
    }

    @Test
    void a_head_without_end_is_no_answer() throws Exception {
        assertThat(http(servers.talk("HTTP/1.1 302 Found\r\n", "A: b\r\n"), "/"))
                .isInstanceOf(NoAnswer.class);
        assertThat(http(servers.talk("HTTP/1.1 200 ", "O"), "/")).isInstanceOf(NoAnswer.class);
        assertThat(http(servers.talk("", "HTTP/1.1 100 Continue\r\n\r\n"), "/"))
                .isInstanceOf(NoAnswer.class);
    }

    @Test
    void an_answer_may_be_announced_and_must_be_http() throws Exception {
        assertThat(
                        http(
                                servers.talk(
                                        "HTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.0 204 No\r\n\r\n",
                                        ""),
                                "/"))
                .isEqualTo(new Answered(204));
        assertThat(http(servers.talk("SSH-2.0-OpenSSH\r\n", ""), "/")).isInstanceOf(NoAnswer.class);
        assertThat(http(servers.talk("HTTP/1.1 200", ""), "/"))
                .as("cut short")
                .isInstanceOf(NoAnswer.class);
    }

    @Test
    void silence_ends_with_the_timeout_and_so_does_the_connection() throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var target = new Target.Http(false, server.getLocalPort(), "/", false);
            assertThat(untilAsked(target)).isInstanceOf(NoAnswer.class);
            server.setSoTimeout((int) LONG.toMillis());
            try (var connection = server.accept()) {
                connection.setSoTimeout((int) LONG.toMillis());
                connection.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
    }

    @Test
    void a_port_takes_a_connection_or_does_not() throws Exception {
        int port;
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            assertThat(probes.ask(place(), new Target.Tcp(port, false), LONG))
                    .isEqualTo(new Connected(true));
        }
        assertThat(probes.ask(place(), new Target.Tcp(port, false), LONG))
                .isEqualTo(new Connected(false));
        assertThat(http(port, "/")).isInstanceOf(NoAnswer.class);
        assertThat(probes.ask(place(), new Target.Tcp(port, true), LONG))
                .isInstanceOf(NoAnswer.class);
    }

    @Test
    void a_command_that_cannot_be_begun_was_not_asked() throws Exception {
        var command = new Target.Command(CommandInfo.newBuilder().setValue("true").build());
        assertThat(probes.ask(place(), command, LONG)).isInstanceOf(NotAsked.class);
        assertThat(probes.ask(running("exit 125"), command, LONG)).isInstanceOf(NotAsked.class);
        assertThat(probes.ask(running("echo other"), command, LONG)).isInstanceOf(NotAsked.class);
        assertThat(probes.ask(running("exit 127"), command, LONG))
                .as("no shell in the image")
                .isEqualTo(new Outcome.Exited(127));
        assertThat(probes.ask(running("echo begun; exit 7"), command, LONG))
                .isEqualTo(new Outcome.Exited(7));
    }

    @Test
    void the_time_of_a_command_begins_when_it_begins() throws Exception {
        var command = new Target.Command(CommandInfo.newBuilder().setValue("true").build());
        var slow = running("sleep 2; echo begun; exit 7");
        assertThat(ask(slow, command)).isEqualTo(new Outcome.Exited(7));
    }

    private Outcome untilAsked(Target target) throws InterruptedException {
        return ask(place(), target);
    }

    /// With a short time to answer, as often as the machine itself is too busy to tell.
    private Outcome ask(Place place, Target target) {
        return await().atMost(LONG)
                .until(() -> probes.ask(place, target, SHORT), one -> !(one instanceof NotAsked));
    }

    private Outcome http(int port, String path) throws InterruptedException {
        return probes.ask(place(), new Target.Http(false, port, path, false), LONG);
    }

    private static Place place() {
        return new Here(Optional.empty());
    }

    private static Place running(String script) {
        return new Here(Optional.of(script));
    }

    /// This machine; whatever is run beside is this script.
    private record Here(Optional<String> script) implements Place {
        @Override
        public Optional<String> address(boolean newer) {
            return newer ? Optional.empty() : Optional.of("127.0.0.1");
        }

        @Override
        public Beside beside(CommandInfo command, Duration limit) throws IOException {
            var text = script.orElseThrow(() -> new IOException("no processes left"));
            var process = new ProcessBuilder("/bin/sh", "-c", text).start();
            return new Beside() {
                @Override
                public Process process() {
                    return process;
                }

                @Override
                public boolean announces() {
                    return true;
                }

                @Override
                public void end(String announcement) {
                    process.destroyForcibly();
                }
            };
        }
    }
}
