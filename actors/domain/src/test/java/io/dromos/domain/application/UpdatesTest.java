package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Updates of one task come twice, late and in any order.
class UpdatesTest {

    /// Every order of a task's updates, each of which may come twice.
    static Stream<List<TaskState>> orders() {
        return orders(
                        List.of(
                                TaskState.STARTING,
                                TaskState.RUNNING,
                                TaskState.RUNNING,
                                TaskState.FAILED,
                                TaskState.FAILED))
                .distinct();
    }

    private static Stream<List<TaskState>> orders(List<TaskState> states) {
        if (states.size() <= 1) return Stream.of(states);
        return states.stream()
                .distinct()
                .flatMap(first -> {
                    var rest = new ArrayList<>(states);
                    rest.remove(first);
                    return orders(rest)
                            .map(after -> Stream.concat(Stream.of(first), after.stream()).toList());
                });
    }

    @ParameterizedTest
    @MethodSource("orders")
    void whatever_the_order_a_task_ends_once_and_one_run_follows(List<TaskState> order) {
        var world = new ApplicationWorld();
        world.change(1, false);
        world.launch(1);
        var task = world.alive().getFirst();
        for (var state : order) world.ask(ApplicationWorld.observe(task, state));

        assertThat(world.state.instances().find(task.instance()).orElseThrow().task()).isEmpty();
        world.pass(Duration.ofHours(1));
        assertThat(Wishes.wish(world.state, world.now).launches()).isEqualTo(1);
        world.launch(1);
        assertThat(world.state.instances().find(task.instance()).orElseThrow().incarnation())
                .isEqualTo(2);
        // What is told of the first run now is told of nothing that is at work.
        for (var state : order) world.ask(ApplicationWorld.observe(task, state));
        assertThat(Wishes.wish(world.state, world.now).launches()).isZero();
    }

    /// As Marathon does where no other strategy is chosen.
    @ParameterizedTest
    @EnumSource(
            value = TaskState.class,
            names = {"UNREACHABLE", "UNKNOWN"})
    void a_silent_task_is_replaced_and_is_known_as_ended_when_it_returns(TaskState silence) {
        var world = new ApplicationWorld();
        world.change(1, false);
        world.launch(1);
        var task = world.alive().getFirst();
        world.tell(task, TaskState.RUNNING);
        world.ask(ApplicationWorld.observe(task, silence));
        assertThat(Wishes.wish(world.state, world.now).launches()).isEqualTo(1);
        var reply =
                (ApplicationReply.Observed)
                        world.ask(ApplicationWorld.observe(task, TaskState.RUNNING));
        assertThat(reply.knowledge()).containsExactly(ApplicationReply.Knowledge.ENDED);
    }
}
