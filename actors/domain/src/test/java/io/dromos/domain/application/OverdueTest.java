package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Hearing;
import io.dromos.domain.Policy;
import io.dromos.events.TaskState;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of tasks that Mesos knows and that do not come up.
class OverdueTest {

    private final ApplicationWorld world = new ApplicationWorld();

    @ParameterizedTest
    @EnumSource(names = {"STAGING", "STARTING"})
    void a_task_that_does_not_run_in_good_time_is_ended_and_begins_anew(TaskState stuck) {
        stick(stuck);
        var due = world.now.plus(Policy.DEFAULT.launchMax());
        assertThat(Wishes.wish(world.state, world.now).wakeAt()).contains(due);
        world.pass(Policy.DEFAULT.launchMax().minusSeconds(1));
        world.ask(new ApplicationCommand.Tick());
        assertThat(Wishes.wish(world.state, world.now).kills()).isEmpty();
        world.pass(Duration.ofSeconds(1));
        world.ask(new ApplicationCommand.Tick());
        assertThat(Wishes.wish(world.state, world.now).kills()).hasSize(1);
        var task = world.alive().getFirst();
        world.tell(task, TaskState.KILLED);
        assertThat(Wishes.wish(world.state, world.now).launches())
                .as("at once, for nothing has failed")
                .isEqualTo(1);
        world.settle(new Random(7));
        assertThat(world.running())
                .singleElement()
                .satisfies(next -> {
                    assertThat(next.instance()).isEqualTo(task.instance());
                    assertThat(next.incarnation()).isEqualTo(task.incarnation() + 1);
                });
    }

    @Test
    void so_does_one_that_mesos_took_and_never_told_of() {
        world.change(1, false);
        world.launch(1);
        world.pass(Policy.DEFAULT.launchMax().minusSeconds(1));
        world.ask(new ApplicationCommand.Tick());
        assertThat(Wishes.wish(world.state, world.now).kills()).isEmpty();
        assertThat(Wishes.wish(world.state, world.now).wakeAt()).contains(world.now.plusSeconds(1));
        world.pass(Duration.ofSeconds(1));
        world.ask(new ApplicationCommand.Tick());
        assertThat(Wishes.wish(world.state, world.now).kills()).hasSize(1);
    }

    @Test
    void how_long_it_may_take_is_settled_by_whoever_runs_the_server() {
        world.policy = new Policy(Duration.ofSeconds(20), "*", false);
        stick(TaskState.STAGING);
        world.pass(Duration.ofSeconds(20));
        world.ask(new ApplicationCommand.Tick());
        assertThat(Wishes.wish(world.state, world.now).kills()).hasSize(1);
    }

    @Test
    void a_day_in_which_nobody_listened_makes_no_task_late() {
        stick(TaskState.STAGING);
        world.hearing = Hearing.NEVER;
        world.pass(Duration.ofDays(1));
        world.ask(new ApplicationCommand.Tick());
        world.hearing = world.hearing.listening(world.now);
        world.ask(new ApplicationCommand.Tick());
        assertThat(Wishes.wish(world.state, world.now).kills()).isEmpty();
    }

    private void stick(TaskState state) {
        world.change(1, false);
        world.launch(1);
        var task = world.alive().getFirst();
        world.ask(ApplicationWorld.observe(task, state));
    }
}
