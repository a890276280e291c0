package io.dromos.agent.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.agent.node.health.Health.Step;
import io.dromos.probe.Outcome;
import io.dromos.probe.Outcome.Answered;
import io.dromos.probe.Outcome.Connected;
import io.dromos.probe.Outcome.Exited;
import io.dromos.probe.Outcome.NoAnswer;
import io.dromos.probe.Outcome.NotAsked;
import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {
    private static final Outcome GOOD = new Exited(0);
    private static final Outcome BAD = new Exited(1);
    private static final Outcome NOTHING = new NotAsked("the machine is busy");

    /// Each letter of `probes` is one, a second after the other: `+`, `-`, `?` for one that was not
    /// asked. Each letter of `told` is what follows: `h`, `u`, `k` for unhealthy and killed, `.`
    /// for nothing.
    @ParameterizedTest(name = "{0}: grace {1}, limit {2}: {3} -> {4}")
    @CsvSource({
        "the first success is told and no other, 0, 3, ++++, h...",
        "each failure is told, 0, 9, ----, uuuu",
        "the limit ends it, 0, 3, ---, uuk",
        "a success between begins anew, 0, 3, --+--+---, uuhuuhuuk",
        "a limit of none is as one, 0, 0, -, k",
        "a limit of one, 0, 1, +-, hk",
        "failures in the grace period say nothing, 3, 1, ----, ...k",
        "a healthy task has no grace period, 30, 1, +-, hk",
        "a task that failed in its grace period is told healthy, 30, 1, --+, ..h",
        "failures of the grace period do not count later, 2, 2, ----, ..uk",
        "what was not asked says nothing, 0, 2, ?-?-, .u.k",
        "what was not asked does not make a row shorter, 0, 2, -?-, u.k",
        "what was not asked is no success, 0, 2, ??, .."
    })
    void a_row_of_probes(String name, int grace, int limit, String probes, String told) {
        var health = health(grace, limit);
        var heard = new StringBuilder();
        for (var second = 1; second <= probes.length(); second++) {
            var step =
                    health.observe(
                            outcome(probes.charAt(second - 1)), Duration.ofSeconds(second), false);
            heard.append(letter(step));
            health = step.next();
        }
        assertThat(heard).as(name).hasToString(told.strip());
    }

    @Test
    void the_grace_period_ends_just_after_its_last_moment() {
        var health = health(3, 1);
        assertThat(letter(health.observe(BAD, Duration.ofMillis(3000), false))).isEqualTo('.');
        assertThat(letter(health.observe(BAD, Duration.ofMillis(3001), false))).isEqualTo('k');
    }

    @Test
    void while_the_scheduler_does_not_answer_only_the_end_is_told_and_the_rest_later() {
        var first = health(0, 3).observe(GOOD, Duration.ofSeconds(1), true);
        assertThat(first.tell()).isEmpty();
        var later = first.next().observe(GOOD, Duration.ofSeconds(2), false);
        assertThat(later.tell()).contains(true);
        var quiet = later.next().observe(BAD, Duration.ofSeconds(3), true);
        assertThat(quiet.tell()).isEmpty();
        assertThat(quiet.next().observe(GOOD, Duration.ofSeconds(4), false).tell()).isEmpty();
        var second = quiet.next().observe(BAD, Duration.ofSeconds(4), true);
        assertThat(letter(second.next().observe(BAD, Duration.ofSeconds(5), true))).isEqualTo('k');
    }

    @Test
    void after_a_restart_what_was_told_stands_and_failures_count_anew() {
        var healthy = health(30, 2).recovered(true, Optional.of(true));
        assertThat(healthy.observe(GOOD, Duration.ofSeconds(9), false).tell()).isEmpty();
        var once = healthy.observe(BAD, Duration.ofSeconds(9), false);
        assertThat(letter(once)).as("healthy before, so without grace").isEqualTo('u');
        assertThat(letter(once.next().observe(BAD, Duration.ofSeconds(10), false))).isEqualTo('k');
        var never = health(30, 2).recovered(false, Optional.empty());
        assertThat(letter(never.observe(BAD, Duration.ofSeconds(9), false))).isEqualTo('.');
        var sick = health(0, 2).recovered(true, Optional.of(false));
        assertThat(letter(sick.observe(BAD, Duration.ofSeconds(9), false))).isEqualTo('u');
        assertThat(letter(sick.observe(GOOD, Duration.ofSeconds(9), false))).isEqualTo('h');
    }

    @Test
    void what_counts_as_good() {
        for (var status : new int[] {200, 204, 301, 399}) {
            assertThat(new Answered(status).isGood()).as("%s", status).isTrue();
        }
        for (var status : new int[] {100, 199, 400, 404, 500, 503}) {
            assertThat(new Answered(status).isGood()).as("%s", status).isFalse();
        }
        assertThat(new Connected(true).isGood()).isTrue();
        assertThat(new Connected(false).isGood()).isFalse();
        assertThat(new NoAnswer("silence").isGood()).isFalse();
        assertThat(new Exited(137).isGood()).isFalse();
        assertThat(NOTHING.isGood()).isFalse();
    }

    @Test
    void what_a_check_leaves_out_is_as_in_mesos() {
        var check = HealthCheck.getDefaultInstance();
        assertThat(Timing.of(check))
                .isEqualTo(
                        new Timing(
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(20)));
        assertThat(Health.of(check))
                .isEqualTo(new Health(Duration.ofSeconds(10), 3, true, 0, Optional.empty()));
    }

    @Test
    void times_keep_their_bounds() {
        var check =
                HealthCheck.newBuilder()
                        .setIntervalSeconds(0)
                        .setTimeoutSeconds(0)
                        .setDelaySeconds(1e300)
                        .build();
        assertThat(Timing.of(check))
                .isEqualTo(
                        new Timing(
                                Duration.ofSeconds(1_000_000_000),
                                Timing.MIN_INTERVAL,
                                Timing.MAX_TIMEOUT));
    }

    private static Health health(int grace, int limit) {
        return Health.of(
                HealthCheck.newBuilder()
                        .setGracePeriodSeconds(grace)
                        .setConsecutiveFailures(limit)
                        .build());
    }

    private static Outcome outcome(char letter) {
        return switch (letter) {
            case '+' -> GOOD;
            case '-' -> BAD;
            default -> NOTHING;
        };
    }

    private static char letter(Step step) {
        if (step.kill()) {
            assertThat(step.tell()).contains(false);
            return 'k';
        }
        return step.tell().map(healthy -> healthy ? 'h' : 'u').orElse('.');
    }
}
