package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.TaskState;
import io.dromos.events.facts.ApplicationFact;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What TASK_LOST means.
class LostTaskTest {

    private final ApplicationWorld world = new ApplicationWorld();

    @ParameterizedTest
    @CsvSource({
        "REASON_RECONCILIATION, UNREACHABLE",
        "REASON_AGENT_DISCONNECTED, UNREACHABLE",
        "REASON_SLAVE_REMOVED, UNREACHABLE",
        "REASON_TASK_UNKNOWN, UNREACHABLE",
        "REASON_EXECUTOR_TERMINATED, GONE",
        ", GONE"
    })
    void a_lost_task_is_silent_or_gone_by_its_reason(@Nullable String reason, TaskState meant) {
        world.change(1, false);
        world.settle(new Random(7));
        var task = world.running().getFirst();
        var update =
                new ApplicationCommand.Update(
                        task,
                        TaskState.LOST,
                        Optional.ofNullable(reason),
                        "",
                        Optional.empty(),
                        List.of());
        world.ask(new ApplicationCommand.Observe(1, List.of(update)));
        assertThat(world.log)
                .filteredOn(ApplicationFact.TaskObserved.class::isInstance)
                .last()
                .extracting(fact -> ((ApplicationFact.TaskObserved) fact).state())
                .isEqualTo(meant);
    }
}
