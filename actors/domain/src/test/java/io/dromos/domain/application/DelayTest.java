package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.TaskState;
import io.dromos.events.spec.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// How the delay of launches grows, by which ends of tasks, and when it begins from the first one
/// again.
class DelayTest {

    private final ApplicationWorld world = new ApplicationWorld();

    /// How long a task runs after the delay of the first failure is over, and the delay after the
    /// second one.
    @ParameterizedTest
    @CsvSource({"0, 1150", "299, 1150", "300, 1150", "301, 1000"})
    void what_has_lasted_for_the_longest_delay_begins_with_the_first_delay(int ran, int millis) {
        assertThat(Backoff.DEFAULT.max()).isEqualTo(Duration.ofSeconds(300));
        world.change(1, false);
        fail();
        assertThat(world.state.delay().last()).isEqualTo(Duration.ofSeconds(1));
        world.pass(Duration.ofSeconds(1));
        world.launch(1);
        world.pass(Duration.ofSeconds(ran));
        world.alive().forEach(task -> world.tell(task, TaskState.FAILED));
        assertThat(world.state.delay().last()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "KILLING, REASON_AGENT_DRAINING, 0",
        "KILLED, REASON_AGENT_DRAINING, 0",
        "KILLED, REASON_SLAVE_DRAINING, 0",
        "FAILED, REASON_AGENT_DRAINING, 0",
        "KILLED, REASON_TASK_KILLED_DURING_LAUNCH, 1000",
    })
    void who_is_sent_away_from_an_agent_that_is_drained_goes_on_without_delay(
            TaskState state, String reason, int millis) {
        world.change(1, false);
        fail();
        world.pass(Duration.ofSeconds(1));
        world.launch(1);
        var task = world.alive().getFirst();
        world.tell(task, TaskState.RUNNING);
        assertThat(world.state.delay().last()).isEqualTo(Duration.ofSeconds(1));
        var update =
                new ApplicationCommand.Update(
                        task, state, Optional.of(reason), "", Optional.empty(), List.of());
        world.ask(new ApplicationCommand.Observe(1, List.of(update)));
        assertThat(world.state.delay().last()).isEqualTo(Duration.ofMillis(millis));
        if (state.isTerminal())
            assertThat(Wishes.launches(world.state, world.now)).as("launches").isEqualTo(1);
    }

    /// Of the ends that nobody asked for.
    @ParameterizedTest
    @CsvSource({
        "DROPPED, true",
        "ERROR, true",
        "FAILED, true",
        "FINISHED, true",
        "GONE, true",
        "KILLED, false",
        "GONE_BY_OPERATOR, false"
    })
    void each_end_but_a_kill_and_an_agent_that_was_removed_costs_a_delay(
            TaskState end, boolean costs) {
        end(end);
        assertThat(world.state.delay().last())
                .isEqualTo(costs ? Duration.ofSeconds(1) : Duration.ZERO);
    }

    @Test
    void there_are_no_other_ends() {
        assertThat(TaskState.values()).filteredOn(TaskState::isTerminal).hasSize(7);
    }

    @ParameterizedTest
    @EnumSource(
            value = TaskState.class,
            names = {"FAILED", "FINISHED", "KILLED"})
    void an_end_that_was_asked_for_costs_nothing(TaskState end) {
        world.change(1, false);
        world.launch(1);
        var task = world.alive().getFirst();
        world.tell(task, TaskState.RUNNING);
        world.ask(new ApplicationCommand.Kill(List.of(task.instance()), false));
        world.tell(task, end);
        assertThat(world.state.delay().last()).isEqualTo(Duration.ZERO);
    }

    private void end(TaskState end) {
        world.change(1, false);
        world.launch(1);
        var task = world.alive().getFirst();
        world.tell(task, TaskState.RUNNING);
        world.tell(task, end);
    }

    private void fail() {
        world.launch(1);
        world.alive().forEach(task -> world.tell(task, TaskState.FAILED));
    }
}
