package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import io.dromos.api.ApiSettings.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Subscribers of the event stream that stop reading, on real sockets: a bounded amount waits for
/// them, they are cut, and others go on.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StalledReaderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final ActorSystem<?> SYSTEM = ReplayServer.system();

    /// Each tells of itself in more than 9 KB: together they fill all buffers several times over.
    private static final int CHANGES_MAX = 100;

    @AfterAll
    static void stopSystem() {
        SYSTEM.terminate();
    }

    @Test
    void a_subscriber_for_which_too_many_events_wait_is_cut_and_others_are_not() throws Exception {
        try (var served = Served.start(SYSTEM, limits(64, 1 << 30, NEVER));
                var stream = served.client().stream("/v2/events", Map.of());
                var deaf = subscribe(served.client())) {
            var reader = new Reader(stream);
            int changes = cut(served.client(), deaf);
            change(served.client(), changes);
            reader.await("deployment_success", changes + 1);
            reader.await("event_stream_detached", 1);
        }
    }

    @Test
    void a_subscriber_for_which_too_many_bytes_wait_is_cut() throws Exception {
        try (var served = Served.start(SYSTEM, limits(1 << 20, 128 << 10, NEVER));
                var deaf = subscribe(served.client())) {
            cut(served.client(), deaf);
        }
    }

    @Test
    void a_subscriber_that_takes_nothing_for_too_long_is_cut() throws Exception {
        try (var served = Served.start(SYSTEM, limits(1 << 20, 1 << 30, Duration.ofSeconds(1)));
                var stream = served.client().stream("/v2/events", Map.of());
                var deaf = subscribe(served.client())) {
            var reader = new Reader(stream);
            for (int i = 0; i < CHANGES_MAX / 2; i++) change(served.client(), i);
            await().atMost(PATIENCE).until(() -> !served(served.client(), deaf));
            reader.await("event_stream_detached", 1);
            reader.await("deployment_success", CHANGES_MAX / 2);
        }
    }

    private static Limits limits(int events, int bytes, Duration stalled) {
        var small = Served.SMALL;
        return new Limits(
                small.bodyBytes(),
                small.bodiesBytes(),
                small.headerBytes(),
                small.headers(),
                small.connections(),
                small.idle(),
                small.body(),
                small.write(),
                small.subscribers(),
                events,
                bytes,
                stalled,
                small.keepAlive(),
                16 << 10);
    }

    /// Makes changes until it is cut.
    private static int cut(Client client, Socket deaf) {
        int changes = 0;
        while (served(client, deaf)) {
            assertThat(changes).as("changes until it was cut").isLessThan(CHANGES_MAX);
            change(client, changes++);
        }
        return changes;
    }

    private static boolean served(Client client, Socket deaf) {
        return Sockets.to(client.port()).contains(deaf.getLocalPort());
    }

    private static void change(Client client, int number) {
        var body =
                "{\"id\":\"/a%d\",\"cmd\":\"sleep 1000\",\"instances\":0,\"labels\":{\"a\":\"%s\"}}"
                        .formatted(number, "x".repeat(9_000));
        assertThat(client.send("POST", "/v2/apps", body).status()).isEqualTo(201);
    }

    /// Subscribes, and reads the beginning of the answer, but no more.
    private static Socket subscribe(Client client) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), client.port()));
        var head =
                "GET /v2/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: text/event-stream\r\n\r\n"
                        .formatted(client.port());
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        return socket;
    }

    /// A subscriber that reads.
    private static final class Reader {
        private final Map<String, Integer> seen = new ConcurrentHashMap<>();

        Reader(Client.Stream stream) {
            Thread.startVirtualThread(() -> {
                try {
                    while (true) seen.merge(stream.next().type(), 1, Integer::sum);
                } catch (IOException _) {
                    // The test is over, or it misses what it waits for.
                }
            });
        }

        void await(String type, int count) {
            Awaitility.await(count + " times " + type)
                    .atMost(PATIENCE)
                    .until(() -> seen.getOrDefault(type, 0) == count);
        }
    }
}
