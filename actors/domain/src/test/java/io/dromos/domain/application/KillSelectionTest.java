package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.spec.Constraint;
import io.dromos.events.spec.KillSelection;
import io.dromos.events.state.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who of those that run alike goes when there are to be fewer.
class KillSelectionTest {

    private static final Constraint EVENLY =
            new Constraint("hostname", Constraint.Operator.GROUP_BY, Optional.empty());

    private final ApplicationWorld world = new ApplicationWorld();

    /// Four are launched a minute apart, and so many are to stay.
    @ParameterizedTest(name = "{0}, {1} stay, evenly: {2}")
    @CsvSource({
        "YOUNGEST_FIRST, 3, false, 0 1 2",
        "YOUNGEST_FIRST, 1, false, 0",
        "YOUNGEST_FIRST, 2, true, 0 1",
        "OLDEST_FIRST, 3, false, 1 2 3",
        "OLDEST_FIRST, 1, false, 3",
        "OLDEST_FIRST, 2, true, 2 3"
    })
    void the_youngest_or_the_oldest_go(
            KillSelection selection, int stay, boolean evenly, String staying) {
        world.killSelection = selection;
        if (evenly) world.constraints = List.of(EVENLY);
        world.change(4, false);
        var byAge = new ArrayList<TaskId>();
        for (int number = 0; number < 4; number++) {
            world.pass(Duration.ofMinutes(1));
            world.launch(1);
            for (var task : world.alive())
                if (!byAge.contains(task)) {
                    byAge.add(task);
                    world.tell(task, TaskState.RUNNING);
                }
        }
        world.change(stay, false);
        var left =
                world.state.instances().all().values().stream()
                        .filter(instance -> !instance.decommissioned())
                        .map(Instance::id)
                        .toList();
        var expected = List.of(staying.split(" ")).stream().map(Integer::parseInt);
        assertThat(left)
                .containsExactlyInAnyOrderElementsOf(
                        expected.map(number -> byAge.get(number).instance()).toList());
    }
}
