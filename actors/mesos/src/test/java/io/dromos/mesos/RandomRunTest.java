package io.dromos.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.SchedulerEvent.Answered;
import io.dromos.domain.mesos.SchedulerEvent.Disconnected;
import io.dromos.domain.mesos.SchedulerEvent.Errored;
import io.dromos.domain.mesos.SchedulerEvent.Heartbeat;
import io.dromos.domain.mesos.SchedulerEvent.Subscribed;
import io.dromos.domain.mesos.SchedulerEvent.Unanswered;
import io.dromos.mesos.ScriptedMaster.Peer;
import io.dromos.mesos.ScriptedMaster.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Hundreds of calls against a master and a network that fail in every way at random moments.
class RandomRunTest {

    private static final int CALLS = 400;
    private static final int CALM_CALLS = 20;
    private static final int CALM_ATTEMPTS = 20;
    private static final int ACCEPTED = 202;
    private static final int CALM = 50;
    private static final int NOT_READY = 503;
    private static final int BAD_REQUEST = 400;

    /// Eight, or as many as `-Dseeds=` says.
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("seeds", 8));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_fails_each_call_is_settled_once_and_sent_at_most_once(long seed) {
        var heard = new Heard();
        var moods = new Moods(seed);
        try (var master = new ScriptedMaster(moods)) {
            var client =
                    MesosClient.connect(
                            settings(master), Stage.IDENTITY, heard, new SplittableRandom(seed));
            drive(client, heard, new Random(seed));
            awaitSettled(heard, CALLS);
            moods.calm = true;
            int made = untilCallsAreTakenAgain(client, heard);
            client.close();
            assertEachSettledOnce(heard.all(), made, seed);
            assertAnswersTellTheTruth(heard.all(), master.calls(), seed);
            assertNothingOutsideOfASubscription(heard.all(), seed);
            assertOrderOnEachConnection(master.calls(), seed);
        }
    }

    private static void drive(MesosClient client, Heard heard, Random random) {
        client.start(Optional.empty());
        heard.await(Subscribed.class, 1);
        for (int n = 0; n < CALLS; n++) {
            if (random.nextInt(10) == 0) awaitStanding(heard);
            if (random.nextInt(10) == 0) awaitSettled(heard, n - random.nextInt(40));
            if (random.nextInt(40) == 0) client.resubscribe();
            if (random.nextInt(60) == 0) {
                client.stop();
                client.start(Optional.empty());
            }
            client.call(n, CallsTest.kill(n));
        }
    }

    /// Tries until a whole batch of calls is taken, and says how many calls that makes.
    private static int untilCallsAreTakenAgain(MesosClient client, Heard heard) {
        int made = CALLS;
        boolean taken = false;
        for (int attempt = 0; attempt < CALM_ATTEMPTS && !taken; attempt++) {
            awaitStanding(heard);
            int first = made;
            for (; made < first + CALM_CALLS; made++) client.call(made, CallsTest.kill(made));
            awaitSettled(heard, made);
            var numbers =
                    heard.all(Answered.class).stream()
                            .filter(answered -> answered.status() == ACCEPTED)
                            .map(Answered::call)
                            .toList();
            taken = LongStream.range(first, made).allMatch(numbers::contains);
        }
        assertThat(taken).isTrue();
        return made;
    }

    private static void awaitStanding(Heard heard) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() ->
                        heard.all().stream()
                                .filter(e -> e instanceof Subscribed || e instanceof Disconnected)
                                .reduce((_, last) -> last)
                                .filter(Subscribed.class::isInstance)
                                .isPresent());
    }

    private static void awaitSettled(Heard heard, int count) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> settled(heard.all()).size() >= count);
    }

    private static void assertEachSettledOnce(List<SchedulerEvent> events, int made, long seed) {
        assertThat(settled(events)).as("seed " + seed).hasSize(made).doesNotHaveDuplicates();
    }

    private static List<Long> settled(List<SchedulerEvent> events) {
        return events.stream()
                .filter(e -> e instanceof Answered || e instanceof Unanswered)
                .map(e -> e instanceof Answered a ? a.call() : ((Unanswered) e).call())
                .toList();
    }

    private static void assertAnswersTellTheTruth(
            List<SchedulerEvent> events, List<Request> seen, long seed) {
        var numbers = seen.stream().map(CallsTest::number).toList();
        assertThat(numbers).as("seed " + seed).doesNotHaveDuplicates();
        Set<Long> arrived = new HashSet<>(numbers);
        for (var event : events) {
            if (event instanceof Answered answered)
                assertThat(arrived).as("seed " + seed).contains(answered.call());
            if (event instanceof Unanswered unanswered && unanswered.why().startsWith("Not sent"))
                assertThat(arrived).as("seed " + seed).doesNotContain(unanswered.call());
        }
    }

    private static void assertNothingOutsideOfASubscription(
            List<SchedulerEvent> events, long seed) {
        boolean stands = false;
        for (var event : events)
            switch (event) {
                case Subscribed _ -> {
                    assertThat(stands).as("seed " + seed).isFalse();
                    stands = true;
                }
                case Disconnected _, Errored _ -> stands = false;
                case Answered _, Heartbeat _ -> assertThat(stands).as("seed " + seed).isTrue();
                case Unanswered unanswered -> {
                    if (!unanswered.why().startsWith("Not sent: no subscription"))
                        assertThat(stands).as("seed " + seed + unanswered).isTrue();
                }
                case SchedulerEvent.Offered _,
                        SchedulerEvent.Rescinded _,
                        SchedulerEvent.Updated _,
                        SchedulerEvent.Failed _ ->
                        throw new AssertionError("The master says no such thing");
            }
    }

    private static void assertOrderOnEachConnection(List<Request> seen, long seed) {
        Map<Integer, List<Long>> byConnection =
                seen.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Request::connection,
                                        HashMap::new,
                                        Collectors.mapping(
                                                CallsTest::number, Collectors.toList())));
        byConnection.values().forEach(n -> assertThat(n).as("seed " + seed).isSorted());
    }

    private static Settings settings(ScriptedMaster master) {
        return new Settings(
                List.of(Address.parse(master.address())),
                Wire.PROTOBUF,
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ofMillis(40),
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                5,
                1_000_000,
                50,
                8);
    }

    /// A master whose every answer is a throw of the dice.
    private static final class Moods implements ScriptedMaster.Script {
        private final Random random;
        private final AtomicInteger streams = new AtomicInteger();
        private volatile @Nullable Peer stream;
        private volatile boolean calm;

        Moods(long seed) {
            random = new Random(seed);
        }

        private synchronized int dice() {
            return calm ? CALM : random.nextInt(100);
        }

        @Override
        public void handle(Request request, Peer peer) throws IOException {
            if (request.isSubscribe()) subscribe(peer);
            else call(peer);
        }

        private void subscribe(Peer peer) throws IOException {
            int mood = dice();
            if (mood < 10) peer.answer(NOT_READY, "", "recovering");
            else if (mood < 15) peer.cut();
            else {
                stream = peer;
                peer.subscribed("s" + streams.incrementAndGet(), 15);
                if (mood < 30) peer.heartbeat();
                if (mood > 90) peer.cut();
            }
        }

        private void call(Peer peer) throws IOException {
            int mood = dice();
            var open = stream;
            if (mood < 4 && open != null) open.cut();
            if (mood < 8) peer.cut();
            else if (mood < 12) {
                peer.answer(202, "Connection: close\r\n", "");
                peer.cut();
            } else if (mood < 14) peer.answer(BAD_REQUEST, "", "no");
            else if (mood < 98) peer.accepted();
        }
    }
}
