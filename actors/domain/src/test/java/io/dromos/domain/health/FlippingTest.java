package io.dromos.domain.health;

import static io.dromos.domain.health.WatchWorld.BAD;
import static io.dromos.domain.health.WatchWorld.GOOD;
import static io.dromos.domain.health.WatchWorld.check;
import static io.dromos.domain.health.WatchWorld.shown;
import static io.dromos.domain.health.WatchWorld.subject;
import static io.dromos.domain.health.WatchWorld.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.application.ApplicationCommand.Finding;
import io.dromos.domain.application.ApplicationCommand.Healthy;
import io.dromos.domain.application.ApplicationCommand.Unhealthy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Tasks whose health changes again and again, and when all are asked first.
class FlippingTest {

    private final WatchWorld world = new WatchWorld();

    @Test
    void a_task_that_flips_without_end_is_told_of_so_often_and_with_what_it_is_then() {
        var flipping = subject(task(1), check(1, 0, 0));
        world.see(flipping);
        var times = new ArrayList<Duration>();
        for (int second = 0; second < 100; second++) {
            world.next(second % 2 == 0 ? GOOD : BAD);
            takeIn(flipping, times);
        }
        assertThat(times.size()).isBetween(10, 21);
        for (int at = 1; at < times.size(); at++)
            assertThat(times.get(at).minus(times.get(at - 1)))
                    .as("%s", times)
                    .isGreaterThanOrEqualTo(Watch.FLIP_MIN);
    }

    @Test
    void a_change_that_came_too_soon_is_told_once_it_may_be_and_not_if_it_is_undone() {
        var one = subject(task(1), check(1, 0, 0));
        world.see(one).next(GOOD);
        assertThat(takeIn(one, new ArrayList<>())).containsExactly(new Healthy(task(1)));
        world.next(BAD);
        assertThat(world.told()).as("too soon").isEmpty();
        world.next(GOOD).pass(0);
        assertThat(world.watch.untold()).as("undone").isEmpty();
        var back = world.wall;
        while (world.told().isEmpty()) world.next(BAD);
        assertThat(world.wall.minus(back)).isLessThanOrEqualTo(Watch.FLIP_MIN);
    }

    @Test
    void that_one_is_to_be_replaced_is_told_at_once() {
        var one = subject(task(1), check(1, 1, 0));
        world.see(one).next(GOOD);
        takeIn(one, new ArrayList<>());
        world.next(BAD);
        assertThat(world.told()).isEmpty();
        world.next(BAD);
        assertThat(world.told()).containsExactly(new Unhealthy(task(1), "refused", true));
    }

    @Test
    void a_result_that_was_not_taken_in_is_told_again_however_soon() {
        world.see(subject(task(1), check(10, 0, 0))).next(GOOD).told();
        world.hear(new WatchInput.Heard(false)).pass(1);
        assertThat(world.told()).containsExactly(new Healthy(task(1)));
    }

    @Test
    void those_whose_health_is_known_are_asked_evenly_over_an_interval() {
        int all = 1_000;
        for (int number = 0; number < all; number++)
            world.subjects.put(
                    task(number),
                    shown(subject(task(number), check(10, 0, 0)), true, Optional.of(true)));
        world.see();
        int asked = 0;
        for (int second = 0; second < 10; second++) {
            world.pass(1);
            assertThat(world.asks).as("second %d", second).hasSizeBetween(50, 200);
            asked += world.asks.size();
            world.answer(GOOD);
        }
        assertThat(asked).isEqualTo(all);
        world.pass(1);
        assertThat(world.asks).as("they go on so").hasSizeBetween(50, 200);
    }

    @Test
    void a_long_interval_makes_nobody_wait_long_for_the_first_attempt() {
        for (int number = 0; number < 100; number++)
            world.subjects.put(
                    task(number),
                    shown(subject(task(number), check(3_600, 0, 0)), true, Optional.of(true)));
        world.see().pass(Watch.SPREAD_MAX);
        assertThat(world.asks).hasSize(100);
    }

    @Test
    void nobody_is_asked_more_often_than_ten_times_a_second() {
        world.see(subject(task(1), check(0, 0, 0)));
        int asked = 0;
        while (world.wall.compareTo(Duration.ofSeconds(2)) < 0) {
            world.next(GOOD);
            asked++;
        }
        assertThat(asked).isEqualTo(20);
    }

    @Test
    void only_what_is_found_changes_what_is_shown() {
        var one = subject(task(1), check(10, 0, 0));
        world.see(one);
        long seen = world.watch.shown();
        world.pass(5);
        assertThat(world.asks).hasSize(1);
        assertThat(world.watch.shown()).as("asked").isEqualTo(seen);
        world.answer(GOOD);
        long found = world.watch.shown();
        assertThat(found).as("answered").isGreaterThan(seen);
        world.heard().see(shown(one, true, Optional.of(true))).pass(9);
        assertThat(world.watch.shown()).as("told and shown").isEqualTo(found);
        world.next(new Attempt.NotMade("stood still"));
        assertThat(world.watch.shown()).as("nothing found").isEqualTo(found);
        world.lose(task(1));
        assertThat(world.watch.shown()).as("gone").isGreaterThan(found);
    }

    /// The application takes in what it was told, and its state shows it.
    private List<Finding> takeIn(Subject subject, List<Duration> times) {
        var told = world.told();
        for (var finding : told) {
            times.add(world.wall);
            boolean healthy = finding instanceof Healthy;
            world.heard().see(shown(subject, true, Optional.of(healthy)));
        }
        return told;
    }
}
