package io.dromos.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.dromos.probe.Outcome.Answered;
import io.dromos.probe.Outcome.Connected;
import io.dromos.probe.Outcome.NoAnswer;
import io.dromos.probe.Outcome.NotAsked;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Asks real servers.
class NetworkProbesTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Place HERE = newer -> newer ? Optional.empty() : Optional.of("127.0.0.1");
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final NetworkProbes probes = new NetworkProbes(System::nanoTime);
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
        var target = new Endpoint.Http(true, port, "/status/202", false);
        assertThat(probes.ask(HERE, HERE, target, LONG)).isEqualTo(new Answered(202));
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
            var once = new Endpoint.Http(false, server, "/to?/status/418", false, 0, 0);
            assertThat(probes.ask(HERE, HERE, once, LONG))
                    .as("not at all")
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
            var target = new Endpoint.Http(false, server.getLocalPort(), "/", false);
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
            assertThat(probes.ask(HERE, HERE, new Endpoint.Tcp(port, false), LONG))
                    .isEqualTo(new Connected(true));
        }
        assertThat(probes.ask(HERE, HERE, new Endpoint.Tcp(port, false), LONG))
                .isEqualTo(new Connected(false));
        assertThat(http(port, "/")).isInstanceOf(NoAnswer.class);
        assertThat(probes.ask(HERE, HERE, new Endpoint.Tcp(port, true), LONG))
                .isInstanceOf(NoAnswer.class);
    }

    @Test
    void a_port_that_there_is_not_gives_no_answer() throws Exception {
        assertThat(probes.ask(HERE, HERE, new Endpoint.Tcp(70_000, false), LONG))
                .isInstanceOf(Outcome.NoAnswer.class);
        assertThat(probes.ask(HERE, HERE, new Endpoint.Http(false, 70_000, "/", false), LONG))
                .isInstanceOf(Outcome.NoAnswer.class);
    }

    @Test
    void as_much_of_a_body_is_read_as_is_wanted() throws Exception {
        var plain =
                "HTTP/1.1 503 No\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n\r\nnot yet and more";
        assertThat(read(servers.talk(plain, ""), 100)).isEqualTo(said(503, "not yet"));
        assertThat(read(servers.talk(plain, ""), 3)).isEqualTo(said(503, "not"));
        var chunked =
                "HTTP/1.1 200 OK\r\ncontent-type:text/plain\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(read(servers.talk(chunked + "3\r\nnot\r\n4;a=b\r\n yet\r\n0\r\n\r\n", ""), 100))
                .isEqualTo(said(200, "not yet"));
        assertThat(read(servers.talk(chunked, "5\r\nagain\r\n"), 7))
                .isEqualTo(said(200, "againag"));
        assertThat(read(servers.talk(chunked, "long\r\n"), 7)).isInstanceOf(NoAnswer.class);
        assertThat(
                        read(
                                servers.talk(
                                        "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\ntill the end",
                                        ""),
                                100))
                .isEqualTo(said(200, "till the end"));
    }

    @Test
    void an_answer_that_turns_to_another_protocol_is_its_status() throws Exception {
        assertThat(http(servers.talk("HTTP/1.1 101 Else\r\n\r\n", "words"), "/"))
                .isEqualTo(new Answered(101));
    }

    @Test
    void a_group_that_hangs_does_not_keep_others_waiting() throws Exception {
        var end = new CountDownLatch(1);
        var hanging = new ArrayList<Thread>();
        for (int number = 0; number < NetworkProbes.AT_A_TIME + 50; number++)
            hanging.add(Thread.ofVirtual().start(() -> hang(end)));
        try {
            await().atMost(LONG)
                    .until(() ->
                            hanging.stream().allMatch(it -> it.getState() == Thread.State.WAITING));
            var port = servers.serve(HttpServer.create(Servers.loopback(), 50));
            assertThat(CompletableFuture.supplyAsync(() -> unchecked(port)))
                    .succeedsWithin(LONG)
                    .isEqualTo(new Answered(204));
        } finally {
            end.countDown();
            for (var thread : hanging) thread.join();
        }
    }

    private Outcome unchecked(int port) {
        try {
            return http(port, "/status/204");
        } catch (InterruptedException over) {
            throw new CompletionException(over);
        }
    }

    private void hang(CountDownLatch end) {
        try {
            probes.inTurn(
                    "hanging",
                    () -> {
                        end.await();
                        return new Answered(200);
                    });
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private Outcome read(int port, int max) throws InterruptedException {
        return probes.ask(HERE, HERE, new Endpoint.Http(false, port, "/", false, 0, max), LONG);
    }

    private static Answered said(int status, String body) {
        return new Answered(
                status, Optional.of(new Outcome.Content(Optional.of("text/plain"), body)));
    }

    /// With a short time to answer, as often as the machine itself is too busy to tell.
    private Outcome untilAsked(Endpoint target) {
        return await().atMost(LONG)
                .until(
                        () -> probes.ask(HERE, HERE, target, SHORT),
                        one -> !(one instanceof NotAsked));
    }

    private Outcome http(int port, String path) throws InterruptedException {
        return probes.ask(HERE, HERE, new Endpoint.Http(false, port, path, false), LONG);
    }
}
