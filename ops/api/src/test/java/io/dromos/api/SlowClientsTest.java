package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that are slow, stand still or ask too much, each on a socket of its own: they cost a
/// bounded amount, others are served meanwhile, and nothing of them is left.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowClientsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ActorSystem<?> SYSTEM = ReplayServer.system();
    private static final int CLOSED = 0;
    private static final int CONNECTIONS = 64;

    private final Served served = Served.start(SYSTEM);
    private final Client client = served.client();
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (var socket : sockets) socket.close();
        served.close();
    }

    @AfterAll
    static void stopSystem() {
        SYSTEM.terminate();
    }

    @Test
    void of_more_idle_connections_than_there_may_be_the_oldest_go_and_requests_are_answered()
            throws IOException {
        for (int i = 0; i < 3 * CONNECTIONS; i++) {
            open();
            if (i % CONNECTIONS == 0) pings();
        }
        pings();
    }

    @Test
    void a_head_that_comes_byte_by_byte_is_not_waited_for() throws Exception {
        var slow = open();
        var head =
                ("GET /ping HTTP/1.1\r\nX-Slow: " + "x".repeat(4_000))
                        .getBytes(StandardCharsets.US_ASCII);
        int sent = 0;
        try {
            for (; sent < head.length && served() > 0; sent++) {
                slow.getOutputStream().write(head[sent]);
                Thread.sleep(50);
            }
        } catch (IOException _) {
            // The server has closed it.
        }
        assertThat(sent).isLessThan(head.length);
        pings();
    }

    @Test
    void who_asks_and_does_not_read_the_answers_is_let_go() throws IOException {
        for (int i = 0; i < 10; i++) client.send("POST", "/v2/apps", large("a" + i));
        for (int i = 0; i < 3; i++) {
            var deaf = open();
            var requests = request("GET", "/v2/apps").repeat(500);
            Thread.startVirtualThread(() -> write(deaf, requests));
        }
        await().atMost(PATIENCE).until(() -> served() >= 3);
        pings();
        assertThat(client.get("/v2/apps").status()).isEqualTo(200);
        awaitNobody();
    }

    @Test
    void a_connection_of_which_one_half_is_closed_is_closed() throws IOException {
        for (int i = 0; i < CONNECTIONS / 2; i++) open().shutdownOutput();
        awaitNobody();
        pings();
    }

    @Test
    void a_flood_of_requests_is_answered_or_refused_and_leaves_nothing() throws Exception {
        client.send("POST", "/v2/apps", Served.WEB);
        int threads = Thread.activeCount();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var statuses = new ArrayList<CompletableFuture<Integer>>();
            for (int i = 0; i < 1_000; i++) {
                boolean puts = i % 2 == 0;
                statuses.add(CompletableFuture.supplyAsync(() -> flood(puts), clients));
                if (i % 100 == 0) pings();
            }
            for (var status : statuses) assertThat(status.join()).isIn(CLOSED, 200, 409, 503);
            assertThat(statuses).filteredOn(it -> it.join() == CLOSED).hasSizeLessThan(500);
        }
        awaitNobody();
        assertThat(Thread.activeCount()).isLessThan(threads + 32);
        pings();
    }

    private int flood(boolean puts) {
        try {
            return puts
                    ? client.send("PUT", "/v2/apps/prod/web?force=true", "{\"instances\":2}")
                            .status()
                    : client.get("/v2/apps").status();
        } catch (UncheckedIOException _) {
            // It had said too little yet when its place went to a newer one.
            return CLOSED;
        }
    }

    private Socket open() throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        sockets.add(socket);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), client.port()));
        return socket;
    }

    private static void write(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException _) {
            // The server has closed it.
        }
    }

    private String request(String method, String path) {
        return "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n"
                .formatted(method, path, client.port());
    }

    private static String large(String id) {
        return "{\"id\":\"/%s\",\"cmd\":\"sleep 1000\",\"instances\":0,\"labels\":{\"a\":\"%s\"}}"
                .formatted(id, "x".repeat(9_000));
    }

    private void pings() {
        assertThat(client.get("/ping").body()).startsWith("pong");
    }

    private void awaitNobody() {
        await("no connection is left").atMost(PATIENCE).until(() -> served() == 0);
    }

    private int served() {
        return Sockets.to(client.port()).size();
    }
}
