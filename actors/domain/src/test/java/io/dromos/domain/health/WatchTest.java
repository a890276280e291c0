package io.dromos.domain.health;

import static io.dromos.domain.health.WatchWorld.BAD;
import static io.dromos.domain.health.WatchWorld.GOOD;
import static io.dromos.domain.health.WatchWorld.START;
import static io.dromos.domain.health.WatchWorld.asked;
import static io.dromos.domain.health.WatchWorld.check;
import static io.dromos.domain.health.WatchWorld.shown;
import static io.dromos.domain.health.WatchWorld.subject;
import static io.dromos.domain.health.WatchWorld.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Hearing;
import io.dromos.domain.application.ApplicationCommand.Finding;
import io.dromos.domain.application.ApplicationCommand.Healthy;
import io.dromos.domain.application.ApplicationCommand.Unhealthy;
import io.dromos.domain.health.Subject.Asked;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchTest {

    private static final int LONG = 1_000_000;

    private final WatchWorld world = new WatchWorld();

    @ParameterizedTest
    @CsvSource({"2,2", "5,5", "6,5", "60,5"})
    void the_first_attempt_is_made_after_the_interval_or_five_seconds(int interval, int after) {
        world.see(subject(task(1), check(interval, 3, 0)));
        world.pass(after).hear(new WatchInput.Passed());
        assertThat(world.asks).hasSize(1);
        assertThat(world.wall).hasSeconds(after);
        world.answer(GOOD).pass(interval - 1);
        assertThat(world.asks).as("before the interval").isEmpty();
        world.pass(1);
        assertThat(world.asks).as("after the interval").hasSize(1);
    }

    @Test
    void before_that_nobody_is_asked() {
        world.see(subject(task(1), check(60, 3, 0))).pass(4);
        assertThat(world.asks).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,2", "2,3", "3,4", "10,11", "0,0"})
    void a_task_is_replaced_on_one_failure_more_than_is_borne_in_a_row(int borne, int on) {
        world.see(subject(task(1), check(10, borne, 0)));
        for (int failure = 1; failure <= 20; failure++) {
            world.next(BAD);
            assertThat(isReplaced()).as("failure %d", failure).isEqualTo(on > 0 && failure >= on);
            world.heard();
        }
    }

    @Test
    void a_success_lets_failures_begin_anew() {
        world.see(subject(task(1), check(10, 1, 0)));
        for (int round = 0; round < 5; round++) {
            world.next(BAD).heard().next(GOOD).heard();
            assertThat(isReplaced()).isFalse();
        }
        world.next(BAD).heard().next(BAD);
        assertThat(isReplaced()).isTrue();
    }

    @Test
    void failures_in_the_grace_period_of_one_that_never_was_healthy_do_not_count() {
        world.see(subject(task(1), check(10, 1, 100)));
        while (world.wall.toSeconds() < 90) world.next(BAD);
        assertThat(world.told()).isEmpty();
        assertThat(progress().failures()).isZero();
        while (world.wall.toSeconds() < 101) world.next(BAD);
        assertThat(world.told()).containsExactly(new Unhealthy(task(1), "refused", false));
    }

    @Test
    void who_was_healthy_once_fails_in_the_grace_period_too() {
        world.see(subject(task(1), check(10, 1, LONG)));
        world.next(BAD).next(GOOD).heard().next(BAD).heard().next(BAD);
        assertThat(isReplaced()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void so_does_one_whose_health_an_earlier_process_told(boolean healthy) {
        world.see(shown(subject(task(1), check(10, 0, LONG)), true, Optional.of(healthy)));
        world.next(BAD);
        assertThat(progress().failures()).isEqualTo(1);
    }

    @Test
    void the_grace_period_counts_only_time_in_which_we_listened() {
        world.hearing =
                new Hearing(List.of(new Hearing.Gap(START, START.plusSeconds(500))), none());
        world.see(subject(task(1), check(10, 1, 100)));
        while (world.wall.toSeconds() < 590) world.next(BAD);
        assertThat(world.told()).isEmpty();
        while (world.wall.toSeconds() < 601) world.next(BAD);
        assertThat(world.told()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "101,false",
        "199,false",
        "200,true",
        "204,true",
        "302,true",
        "399,true",
        "400,false",
        "404,false",
        "500,false",
        "999,false"
    })
    void an_answer_from_200_to_399_is_a_success(int status, boolean success) {
        world.see(subject(task(1), check(10, 0, 0)));
        world.next(new Attempt.Answered(status, "", ""));
        assertThat(world.told())
                .containsExactly(
                        success
                                ? new Healthy(task(1))
                                : new Unhealthy(task(1), "the answer is " + status, false));
    }

    @Test
    void an_attempt_that_was_not_made_says_nothing() {
        world.see(subject(task(1), check(10, 2, 0)));
        world.next(BAD).heard().next(BAD);
        for (int silent = 0; silent < 10; silent++) world.next(new Attempt.NotMade("stood still"));
        assertThat(progress().failures()).isEqualTo(2);
        assertThat(isReplaced()).isFalse();
        world.heard().next(BAD);
        assertThat(isReplaced()).isTrue();
    }

    @Test
    void one_is_healthy_when_all_its_checks_say_so_and_not_when_one_says_otherwise() {
        world.see(subject(task(1), check(5, 0, 0), check(5, 0, 0)));
        world.pass(5);
        var asks = List.copyOf(world.asks);
        world.asks.clear();
        world.hear(new WatchInput.Tried(asks.get(0).ticket(), GOOD));
        assertThat(world.told()).isEmpty();
        world.hear(new WatchInput.Tried(asks.get(1).ticket(), GOOD));
        assertThat(world.told()).containsExactly(new Healthy(task(1)));
        world.heard()
                .see(shown(subject(task(1), check(5, 0, 0), check(5, 0, 0)), true, some(true)));
        world.pass(5);
        world.hear(new WatchInput.Tried(world.asks.get(1).ticket(), BAD));
        assertThat(world.told()).containsExactly(new Unhealthy(task(1), "refused", false));
    }

    @Test
    void who_is_out_of_reach_is_not_asked_and_begins_anew_when_back() {
        var here = subject(task(1), check(10, 1, 0));
        world.see(here).next(BAD).heard();
        world.see(shown(here, true, some(false))).pass(10);
        var late = world.asks.getFirst();
        world.asks.clear();
        world.see(shown(here, false, some(false)));
        world.hear(new WatchInput.Tried(late.ticket(), BAD)).pass(1_000);
        assertThat(world.asks).isEmpty();
        world.told();
        world.see(shown(here, true, some(false)));
        world.hear(new WatchInput.Tried(late.ticket(), BAD)).next(BAD);
        assertThat(isReplaced()).as("one failure since").isFalse();
        world.next(BAD);
        assertThat(isReplaced()).as("two failures since").isTrue();
    }

    @Test
    void what_is_found_is_told_until_the_state_shows_it() {
        var one = subject(task(1), check(10, 0, 0));
        world.see(one).next(GOOD);
        assertThat(world.told()).containsExactly(new Healthy(task(1)));
        world.pass(5);
        assertThat(world.told()).as("before it is answered").isEmpty();
        world.hear(new WatchInput.Heard(false)).pass(1);
        assertThat(world.told()).as("not taken in").containsExactly(new Healthy(task(1)));
        world.heard().see(one);
        assertThat(world.told()).as("not shown").containsExactly(new Healthy(task(1)));
        world.heard().see(shown(one, true, some(true))).next(GOOD).next(GOOD);
        assertThat(world.told()).as("shown").isEmpty();
    }

    @Test
    void what_changes_before_the_answer_is_told_with_it() {
        world.see(subject(task(1), check(10, 1, 0))).next(BAD);
        assertThat(world.told()).containsExactly(new Unhealthy(task(1), "refused", false));
        world.next(BAD);
        assertThat(world.told()).isEmpty();
        world.heard();
        assertThat(world.told()).containsExactly(new Unhealthy(task(1), "refused", true));
    }

    @Test
    void it_is_told_again_when_no_answer_comes() {
        world.see(subject(task(1), check(3_600, 0, 0))).next(GOOD).told();
        world.pass(61);
        assertThat(world.told()).containsExactly(new Healthy(task(1)));
    }

    @Test
    void so_many_are_asked_and_told_of_at_a_time() {
        int all = Watch.ASKING_MAX * 2 + 10;
        for (int number = 0; number < all; number++)
            world.subjects.put(task(number), subject(task(number), check(3_600, 0, 0)));
        world.see().pass(5);
        assertThat(world.asks).hasSize(Watch.ASKING_MAX);
        world.answer(GOOD);
        assertThat(world.told()).as("the first news").hasSize(1);
        world.heard();
        assertThat(world.told()).hasSize(Watch.TELLING_MAX);
        assertThat(world.asks).hasSize(Watch.ASKING_MAX);
        world.answer(GOOD).answer(GOOD);
        assertThat(world.watch.asking()).isZero();
        while (!world.watch.untold().isEmpty()) world.heard();
        assertThat(world.told()).hasSize(all - 1 - Watch.TELLING_MAX);
    }

    @Test
    void who_is_gone_is_asked_no_more_and_takes_his_turn_with_him() {
        world.see(subject(task(1), check(10, 0, 0)), subject(task(2), check(10, 0, 0))).pass(5);
        world.lose(task(1));
        assertThat(world.watch.asking()).isEqualTo(1);
        world.answer(BAD);
        assertThat(world.told())
                .extracting(Finding::task)
                .as("only the other")
                .containsExactly(task(2));
        world.lose(task(2)).pass(LONG);
        assertThat(world.watch.tasks()).isEmpty();
        assertThat(world.watch.queue()).isEmpty();
        assertThat(world.watch.asking()).isZero();
    }

    @Test
    void who_has_no_such_port_fails() {
        var check = check(10, 1, 0);
        var asked = new Asked<>(check, Optional.<Question>empty());
        var plain = subject(task(1), check);
        world.see(
                        new Subject(
                                plain.task(),
                                START,
                                true,
                                none(),
                                none(),
                                List.of(asked),
                                Optional.empty()))
                .pass(5);
        assertThat(world.told())
                .containsExactly(
                        new Unhealthy(task(1), "it has no such port, or no address", false));
        assertThat(asked(check).question()).isPresent();
    }

    private Progress progress() {
        return world.watch.find(task(1)).orElseThrow().found().getFirst();
    }

    private boolean isReplaced() {
        return world.told().stream()
                .anyMatch(it -> it instanceof Unhealthy unhealthy && unhealthy.replace());
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }

    private static Optional<Boolean> some(boolean value) {
        return Optional.of(value);
    }
}
