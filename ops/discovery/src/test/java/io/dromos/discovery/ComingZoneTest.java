package io.dromos.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ComingZoneTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicInteger made = new AtomicInteger();

    @Test
    void a_zone_is_worked_out_once_and_only_when_it_is_asked() {
        var zone = new ComingZone("mesos", quick());
        assertThat(made).hasValue(0);
        assertThat(zone.here()).isSameAs(zone.here());
        assertThat(made).hasValue(1);
    }

    @Test
    void where_it_is_quickly_done_the_newest_answers_at_once() {
        var former = new ComingZone("mesos", quick());
        var last = former.here();
        assertThat(former.next("mesos", quick()).here()).isNotSameAs(last);
    }

    @Test
    void where_it_takes_long_the_one_before_answers_until_it_is_done() {
        var former = new ComingZone("mesos", slow());
        var last = former.here();
        var open = new CountDownLatch(1);
        var zone = former.next("mesos", waiting(open));
        assertThat(zone.here()).isSameAs(last);
        var newest = zone.next("mesos", quick());
        assertThat(newest.here()).as("one at a time").isSameAs(last);
        open.countDown();
        await().atMost(PATIENCE).until(() -> zone.here() != last);
        await().atMost(PATIENCE).until(() -> newest.here() != last);
        assertThat(made).hasValue(3);
    }

    @Test
    void while_changes_come_faster_than_they_are_worked_out_some_are_seen_nevertheless() {
        var first = new ComingZone("mesos", slow());
        var last = first.here();
        var zone = first;
        var seen = new HashSet<Zone>();
        for (int i = 0; i < 10_000 && seen.size() < 3; i++) {
            zone = zone.next("mesos", slow());
            seen.add(zone.here());
            Thread.onSpinWait();
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(seen).hasSizeGreaterThan(1).contains(last);
    }

    @Test
    void after_a_pause_nobody_is_answered_from_what_was_replaced_long_ago() {
        var former = new ComingZone("mesos", slow());
        var last = former.here();
        var zone = former.next("mesos", quick());
        long began = System.nanoTime();
        while (System.nanoTime() - began <= ComingZone.STALE) LockSupport.parkNanos(50_000_000);
        assertThat(zone.here()).isNotSameAs(last);
    }

    @Test
    void another_domain_does_not_answer_from_the_one_before() {
        var former = new ComingZone("mesos", slow());
        var last = former.here();
        assertThat(former.next("marathon", quick()).here()).isNotSameAs(last);
    }

    @Test
    void what_failed_is_tried_again_by_the_next_who_asks() {
        var zone =
                new ComingZone(
                        "mesos",
                        () -> {
                            if (made.incrementAndGet() == 1)
                                throw new IllegalStateException("not yet");
                            return Records.unknown("mesos");
                        });
        assertThatThrownBy(zone::here).isInstanceOf(IllegalStateException.class);
        assertThat(zone.here()).isNotNull();
    }

    private Supplier<Records> quick() {
        return () -> {
            made.incrementAndGet();
            return Records.unknown("mesos");
        };
    }

    private Supplier<Records> slow() {
        return () -> {
            long began = System.nanoTime();
            while (System.nanoTime() - began <= ComingZone.QUICK) Thread.onSpinWait();
            return quick().get();
        };
    }

    private Supplier<Records> waiting(CountDownLatch open) {
        return () -> {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return quick().get();
        };
    }
}
