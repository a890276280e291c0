package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import io.dromos.api.ApiSettings.Limits;
import io.dromos.api.Client.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Subscribers of the event stream that come back after so long that the log has to be read, on
/// real sockets.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ComingBackTest {

    private static final ActorSystem<?> SYSTEM = ReplayServer.system();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Served first = Served.start(SYSTEM);
    private final World world = first.world();
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final RandomChanges changes = new RandomChanges(first, random);
    private final EventHub always = new EventHub(world, 8, "master", InstantSource.system());
    private final Heard truth = new Heard();

    @BeforeEach
    void something_has_happened() {
        always.subscribe(truth, Set.of(), Optional.empty(), "a");
        first.client().send("POST", "/v2/apps", Served.WEB);
        changes.make(5);
    }

    @AfterEach
    void stop() {
        always.close();
        first.close();
    }

    @AfterAll
    static void stopSystem() {
        SYSTEM.terminate();
    }

    @Test
    void a_client_that_is_cut_off_again_and_again_holds_what_one_holds_that_is_not()
            throws Exception {
        changes.make(30);
        // It has nothing of that, and so has to read the log.
        try (var later = Served.start(SYSTEM, world, world, limits(PATIENCE));
                var whole = later.client().stream("/v2/events", Map.of("Last-Event-ID", "0"))) {
            var often = new Often(later.client());
            for (int i = 0; i < 30; i++) {
                changes.make(random.nextInt(4));
                often.read(random.nextInt(60));
            }
            var end = end();
            often.readTo(end);
            var uncut = new ArrayList<String>();
            while (uncut.isEmpty() || !isEnd(uncut.getLast(), end)) {
                var event = whole.next();
                if (isOfLog(event)) uncut.add(text(event));
            }
            assertThat(often.held).as("seed %d", seed).isEqualTo(uncut);
            var ids = uncut.stream().map(event -> event.split(" ", 2)[0]).toList();
            assertThat(truthfully()).as("seed %d", seed).startsWith(ids.toArray(String[]::new));
        }
    }

    /// The ids of all events, as somebody was told them when they happened.
    private List<String> truthfully() {
        return truth.text()
                .lines()
                .filter(line -> line.startsWith("id: "))
                .skip(1)
                .map(line -> line.substring(4))
                .toList();
    }

    /// Something that is told last.
    private String end() {
        first.client()
                .send("POST", "/v2/apps", "{\"id\":\"/end\",\"cmd\":\"sleep 1\",\"instances\":0}");
        first.client().send("DELETE", "/v2/apps/end", "");
        return "/end";
    }

    private static boolean isEnd(String event, String app) {
        return event.contains("app_terminated_event") && event.contains("\"" + app + "\"");
    }

    private static boolean isOfLog(Event event) {
        return !event.type().startsWith("event_stream_");
    }

    private static String text(Event event) {
        return event.id() + " " + event.type() + " " + event.data();
    }

    /// A client that comes back with the last id it has seen.
    private static final class Often {
        private final Client client;
        private final List<String> held = new ArrayList<>();
        private String last = "0";

        Often(Client client) {
            this.client = client;
        }

        /// Until it is cut off so many milliseconds later.
        void read(int millis) {
            try (var stream = stream()) {
                var later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
                later.execute(() -> close(stream));
                while (true) take(stream.next());
            } catch (IOException _) {
                // It is cut off.
            }
        }

        private static void close(Client.Stream stream) {
            try {
                stream.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// As often as it takes: those that were cut off count until the server has noticed.
        void readTo(String end) {
            while (held.isEmpty() || !isEnd(held.getLast(), end)) {
                try (var stream = stream()) {
                    while (held.isEmpty() || !isEnd(held.getLast(), end)) take(stream.next());
                } catch (IOException _) {
                    // It has no place yet.
                }
            }
        }

        private Client.Stream stream() throws IOException {
            return client.stream("/v2/events", Map.of("Last-Event-ID", last));
        }

        private void take(Event event) {
            if (!event.id().isEmpty()) last = event.id();
            if (isOfLog(event)) held.add(text(event));
        }
    }

    @Test
    void an_id_that_the_log_does_not_have_is_said_to_be_unknown_and_the_stream_begins_now()
            throws Exception {
        var head = world.now().offset();
        try (var stream =
                first.client().stream("/v2/events", Map.of("Last-Event-ID", head + 100 + ""))) {
            for (var line = stream.lines().readLine(); !line.startsWith(":"); )
                line = stream.lines().readLine();
            var attached = stream.next();
            assertThat(attached.type()).isEqualTo("event_stream_attached");
            assertThat(attached.id()).isEqualTo("" + head);
        }
    }

    @Test
    void one_that_takes_nothing_of_the_past_is_cut_off_and_others_are_not() throws Exception {
        for (int i = 0; i < 60; i++) big(i);
        var limits = limits(Duration.ofSeconds(3));
        try (var later = Served.start(SYSTEM, world, world, limits);
                var deaf = deaf(later.client());
                var other = later.client().stream("/v2/events", Map.of("Last-Event-ID", "0"))) {
            var posted = new CopyOnWriteArrayList<String>();
            Thread.startVirtualThread(() -> collect(other, posted));
            await().atMost(PATIENCE)
                    .until(() -> !Sockets.to(later.client().port()).contains(deaf.getLocalPort()));
            big(60);
            await().atMost(PATIENCE).until(() -> posted.contains("/a60"));
            assertThat(posted)
                    .containsSubsequence(
                            IntStream.rangeClosed(0, 60).mapToObj(it -> "/a" + it).toList());
        }
    }

    private static void collect(Client.Stream stream, List<String> posted) {
        try {
            while (true)
                posted.add(stream.next("api_post_event").data().at("/appDefinition/id").asText());
        } catch (IOException _) {
            // The test is over, or it misses what it waits for.
        }
    }

    private void big(int number) {
        var body =
                "{\"id\":\"/a%d\",\"cmd\":\"sleep 1000\",\"instances\":0,\"labels\":{\"a\":\"%s\"}}"
                        .formatted(number, "x".repeat(9_000));
        assertThat(first.client().send("POST", "/v2/apps", body).status()).isEqualTo(201);
    }

    /// Asks for everything, reads the beginning of the answer, and no more.
    private static Socket deaf(Client client) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), client.port()));
        var head =
                "GET /v2/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: text/event-stream\r\nLast-Event-ID: 0\r\n\r\n"
                        .formatted(client.port());
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        return socket;
    }

    /// Nothing but this ends a connection.
    private static Limits limits(Duration stalled) {
        var small = Served.SMALL;
        return new Limits(
                small.bodyBytes(),
                small.bodiesBytes(),
                small.headerBytes(),
                small.headers(),
                small.connections(),
                Duration.ofHours(1),
                small.body(),
                small.write(),
                small.subscribers(),
                1 << 20,
                1 << 30,
                stalled,
                small.keepAlive(),
                16 << 10);
    }

    @Test
    void of_those_who_come_back_with_no_id_of_ours_nothing_is_thought() throws Exception {
        for (var id : List.of("", "-1", "x", "0.1", "1.2.3")) {
            assertThat(Seen.parse(id)).as(id).isEmpty();
            try (var stream = first.client().stream("/v2/events", Map.of("Last-Event-ID", id))) {
                assertThat(stream.next().type()).isEqualTo("event_stream_attached");
            }
        }
        assertThat(Seen.parse("812.1")).isEqualTo(Optional.of(new Seen(811, 1)));
        assertThat(new Seen(811, 1).id()).isEqualTo("812.1");
        assertThat(Seen.parse(" 7 ")).isEqualTo(Optional.of(new Seen(7)));
    }
}
