package io.dromos.domain.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Hearing;
import io.dromos.domain.mesos.SchedulerEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// When a scheduler counts as listening.
class ListeningTest {

    private static final SchedulingLimits LIMITS = SchedulingLimits.DEFAULT;

    private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
    private Duration steady = Duration.ofHours(1);
    private Listening listening = Listening.begin(wall, steady);

    @Test
    void it_listens_once_it_is_subscribed_and_nobody_is_waited_for_and_not_without_a_stream() {
        step(SchedulerState.START);
        assertThat(listening.hearing()).isEqualTo(Hearing.NEVER);
        step(Desk.subscribed().state);
        assertThat(listening.hearing().deafSince()).isEmpty();
        var cut = Desk.subscribed();
        cut.hear(new SchedulerEvent.Disconnected("test"));
        step(cut.state);
        assertThat(listening.hearing().deafSince()).contains(wall);
    }

    @Test
    void a_task_that_mesos_does_not_tell_of_may_come_back_for_a_while_before_it_counts_as_silent() {
        var desk = Desk.questioned();
        step(desk.state);
        assertThat(listening.hearing().deafSince()).isPresent();
        desk.pass(LIMITS.agentReturns().minusSeconds(10));
        step(desk.state);
        assertThat(listening.hearing().deafSince()).isPresent();
        desk.pass(Duration.ofSeconds(20));
        // The log answers what it is asked every ten minutes.
        desk.give(new SchedulerInput.LiveTasks(2, Optional.empty(), List.of()));
        step(desk.state);
        assertThat(listening.hearing().deafSince()).isEmpty();
    }

    @Test
    void who_falls_silent_after_everybody_had_the_time_to_come_back_keeps_nobody_waiting() {
        var desk = Desk.questioned();
        step(desk.state);
        desk.pass(LIMITS.agentReturns().minusSeconds(10));
        var later = new SchedulerInput.Live(Desk.task(2), Desk.AGENT, 1, false);
        desk.give(new SchedulerInput.LiveTasks(2, Optional.empty(), List.of(later)));
        desk.pass(Duration.ofSeconds(20));
        step(desk.state);
        assertThat(listening.hearing().deafSince()).as("the second may come back").isPresent();
        desk.pass(LIMITS.agentReturns());
        var last = new SchedulerInput.Live(Desk.task(3), Desk.AGENT, 1, false);
        desk.give(new SchedulerInput.LiveTasks(2, Optional.empty(), List.of(last)));
        step(desk.state);
        assertThat(desk.state.questions().open()).containsKey(Desk.task(3));
        assertThat(listening.hearing().deafSince()).isEmpty();
    }

    @Test
    void a_clock_that_jumps_ahead_and_a_process_that_stood_still_leave_a_gap() {
        var state = Desk.subscribed().state;
        step(state);
        var before = wall;
        wall = wall.plus(Duration.ofDays(1));
        step(state);
        assertThat(listening.hearing().gaps()).endsWith(new Hearing.Gap(before, wall));
        before = wall;
        wall = wall.plus(LIMITS.pauseMax());
        steady = steady.plus(LIMITS.pauseMax());
        step(state);
        assertThat(listening.hearing().gaps()).endsWith(new Hearing.Gap(before, wall));
        assertThat(listening.hearing().deafSince()).isEmpty();
    }

    @Test
    void time_that_passes_as_it_should_leaves_none() {
        var state = Desk.subscribed().state;
        step(state);
        int gaps = listening.hearing().gaps().size();
        for (int i = 0; i < 100; i++) {
            wall = wall.plusMillis(150);
            step(state);
        }
        assertThat(listening.hearing().gaps()).hasSize(gaps);
    }

    private void step(SchedulerState state) {
        wall = wall.plusMillis(200);
        steady = steady.plusMillis(200);
        listening = listening.step(state, wall, steady, LIMITS);
    }
}
