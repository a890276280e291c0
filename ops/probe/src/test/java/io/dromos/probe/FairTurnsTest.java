package io.dromos.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairTurnsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int ALL = 16;

    private final FairTurns turns = new FairTurns(ALL);
    private final Map<String, AtomicInteger> taken = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void endAll() throws InterruptedException {
        end.countDown();
        for (var thread : threads) thread.join();
    }

    @Test
    void a_group_that_hangs_leaves_turns_for_others_and_they_for_yet_others() {
        hang("first", 40);
        awaitTaken("first", 8);
        hang("second", 40);
        awaitTaken("second", 4);
        hang("third", 40);
        awaitTaken("third", 2);
        hang("fourth", 40);
        awaitTaken("fourth", 1);
        assertThat(taken("first")).isEqualTo(8);
        hang("fifth", 1);
        awaitTaken("fifth", 1);
    }

    @Test
    void a_turn_that_becomes_free_goes_to_the_group_with_the_fewest() throws Exception {
        for (int group = 0; group < ALL; group++) hang("hanging" + group, 1);
        for (int group = 0; group < ALL; group++) awaitTaken("hanging" + group, 1);
        for (int group = 0; group < ALL; group++) hang("hanging" + group, 2);
        hang("late", 1);
        assertThat(taken("late")).isZero();
        threads.getFirst().interrupt();
        awaitTaken("late", 1);
    }

    @Test
    void whoever_does_not_wait_any_more_takes_no_turn() throws Exception {
        hang("first", 8);
        awaitTaken("first", 8);
        var waiting = hang("first", 5);
        for (var thread : waiting) thread.interrupt();
        for (var thread : waiting) thread.join();
        assertThat(taken("first")).isEqualTo(8);
        hang("second", 40);
        awaitTaken("second", 4);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void no_turn_is_lost_or_given_twice_and_all_come_to_theirs(long seed) throws Exception {
        var random = new Random(seed);
        var atWork = new AtomicInteger();
        var most = new AtomicInteger();
        for (int number = 0; number < 400; number++) {
            var group = "group" + random.nextInt(20);
            boolean interrupted = random.nextInt(4) == 0;
            var thread =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    turns.take(group);
                                } catch (InterruptedException over) {
                                    return;
                                }
                                most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                                LockSupport.parkNanos(100_000);
                                atWork.decrementAndGet();
                                turns.give(group);
                            });
            threads.add(thread);
            if (interrupted) thread.interrupt();
        }
        for (var thread : threads) assertThat(thread.join(LONG)).as("seed %d", seed).isTrue();
        assertThat(most.get()).as("seed %d", seed).isBetween(1, ALL);
        hang("alone", 40);
        awaitTaken("alone", ALL / 2);
    }

    private List<Thread> hang(String group, int count) {
        var begun = new ArrayList<Thread>();
        for (int number = 0; number < count; number++)
            begun.add(Thread.ofVirtual().start(() -> hang(group)));
        threads.addAll(begun);
        await().atMost(LONG)
                .until(() -> begun.stream().allMatch(it -> it.getState() == Thread.State.WAITING));
        return begun;
    }

    private void hang(String group) {
        try {
            turns.take(group);
        } catch (InterruptedException over) {
            return;
        }
        taken.computeIfAbsent(group, _ -> new AtomicInteger()).incrementAndGet();
        try {
            end.await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } finally {
            turns.give(group);
        }
    }

    private void awaitTaken(String group, int count) {
        await().atMost(LONG).until(() -> taken(group) == count);
    }

    private int taken(String group) {
        return taken.getOrDefault(group, new AtomicInteger()).get();
    }
}
