package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.state.Instance;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Who goes if whoever asked for fewer instances said who.
class VictimsTest {

    private final ApplicationWorld world = new ApplicationWorld();
    private final Random random = new Random(7);

    @Test
    void those_that_are_named_go_and_no_others() {
        world.change(4, false);
        world.settle(random);
        var named = named(world.running().getFirst(), world.running().get(2));
        shrink(2, named);
        assertThat(leaving()).hasSameElementsAs(named);
        world.settle(random);
        assertThat(world.running()).hasSize(2);
        assertThat(world.state.rollout().release().orElseThrow().done()).isTrue();
    }

    @Test
    void nobody_goes_before_the_deployment_lets_him() {
        world.change(2, false);
        world.settle(random);
        world.victims = Optional.of(named(world.running().getFirst()));
        world.adopt(1);
        assertThat(leaving()).isEmpty();
    }

    @Test
    void of_those_that_are_not_there_any_more_others_go() {
        world.change(4, false);
        world.settle(random);
        var first = world.running().getFirst();
        world.ask(new ApplicationCommand.Kill(named(first), true));
        world.tell(first, TaskState.KILLED);
        world.settle(random);
        shrink(2, named(first, world.running().getFirst()));
        assertThat(leaving()).hasSize(2).containsAll(named(world.running().getFirst()));
        world.settle(random);
        assertThat(world.running()).hasSize(2);
    }

    @Test
    void one_that_is_named_twice_goes_once() {
        world.change(3, false);
        world.settle(random);
        var named = named(world.running().getFirst());
        shrink(2, named);
        shrink(1, named);
        assertThat(leaving()).hasSize(2).containsAll(named);
        world.settle(random);
        assertThat(world.running()).hasSize(1);
    }

    private void shrink(int instances, List<InstanceId> named) {
        world.victims = Optional.of(named);
        world.change(instances, false);
    }

    private static List<InstanceId> named(TaskId... tasks) {
        return List.of(tasks).stream().map(TaskId::instance).toList();
    }

    private List<InstanceId> leaving() {
        return world.state.instances().all().values().stream()
                .filter(Instance::decommissioned)
                .map(Instance::id)
                .toList();
    }
}
