package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.stream.javadsl.Sink;
import io.dromos.api.ApiSettings.Limits;
import io.dromos.events.Origin;
import io.dromos.feed.Event;
import io.dromos.feed.History;
import io.dromos.feed.View;
import io.dromos.feed.audit.Ledger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// So many read the past at a time, and nobody holds a place that he does not use.
class TurnsTest {

    private static final ActorSystem<?> SYSTEM = ReplayServer.system();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Served served = Served.start(SYSTEM);
    private final World world = served.world();

    @BeforeEach
    void something_has_happened() {
        served.client().send("POST", "/v2/apps", Served.WEB);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @AfterAll
    static void stopSystem() {
        SYSTEM.terminate();
    }

    @Test
    void more_clients_than_may_read_the_past_are_told_so() {
        var hub = new EventHub(world, 8, "master", InstantSource.system());
        var turns = new Turns(1, Duration.ofMillis(50));
        var slow = new SlowHistory(world.history());
        var stream = new EventStream(SYSTEM, hub, slow, turns, "master", Served.SMALL);
        var one = (Streams.Answer.Stream) answer(stream);
        one.frames().runWith(Sink.ignore(), SYSTEM);
        await().atMost(PATIENCE).until(() -> slow.asked().getCount() == 0);
        var refused = (Streams.Answer.Refused) answer(stream);
        assertThat(refused.reply().status()).isEqualTo(503);
        assertThat(new String(refused.reply().body(), StandardCharsets.UTF_8))
                .contains("(READERS_MAX): ask again later");
        assertThat(hub.size()).isEqualTo(1);
        // Who has read the past up to the present makes room.
        slow.made().countDown();
        await().atMost(PATIENCE).until(() -> answer(stream) instanceof Streams.Answer.Stream);
        hub.close();
    }

    /// One that takes long to make a view.
    private record SlowHistory(History history, CountDownLatch asked, CountDownLatch made)
            implements History {

        SlowHistory(History history) {
            this(history, new CountDownLatch(1), new CountDownLatch(1));
        }

        @Override
        public long head() {
            return history.head();
        }

        @Override
        public List<Event> read(long from, int max) {
            return history.read(from, max);
        }

        @Override
        public List<Event> of(String persistenceId, long from, int max) {
            return history.of(persistenceId, from, max);
        }

        @Override
        public View at(long offset) {
            asked.countDown();
            try {
                assertThat(made.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return history.at(offset);
        }

        @Override
        public long lastAt(Instant time) {
            return history.lastAt(time);
        }

        @Override
        public Ledger ledger() {
            return history.ledger();
        }
    }

    @Test
    void a_client_that_has_gone_before_its_stream_began_keeps_no_place() {
        var hub = new EventHub(world, 8, "master", InstantSource.system());
        var turns = new Turns(1, Duration.ofMillis(50));
        var limits = stalledAfter(Duration.ofMillis(200));
        var stream = new EventStream(SYSTEM, hub, world.history(), turns, "master", limits);
        assertThat(answer(stream)).isInstanceOf(Streams.Answer.Stream.class);
        await().atMost(PATIENCE).until(() -> hub.size() == 0);
        assertThat(answer(stream)).isInstanceOf(Streams.Answer.Stream.class);
        hub.close();
    }

    private static Streams.Answer answer(EventStream stream) {
        var headers = Map.of("accept", List.of("text/event-stream"), "last-event-id", List.of("0"));
        var call =
                new Call("GET", "/v2/events", headers, Call.Body.NONE, Origin.system("somebody"));
        return stream.answer(call).toCompletableFuture().join();
    }

    private static Limits stalledAfter(Duration time) {
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
                small.eventsUnsent(),
                small.eventBytesUnsent(),
                time,
                small.keepAlive(),
                small.socketBytes());
    }
}
