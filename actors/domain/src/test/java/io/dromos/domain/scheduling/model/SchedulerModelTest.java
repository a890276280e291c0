package io.dromos.domain.scheduling.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.scheduling.model.ToyLog.Standing;
import io.dromos.events.TaskId;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Ten minutes of lost, doubled and late messages, crashes, rival schedulers, failing masters and
/// silent agents; then three quarters of an hour to mend it all. A failure names its seed; the same
/// seed gives the same run.
class SchedulerModelTest {

    private static final long FAULTS = 600_000;
    private static final long QUIET = 2_700_000;

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("model.seeds", 40));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothing_is_launched_twice_or_lost_and_all_is_settled_once_faults_stop(long seed) {
        var world = new World(seed);
        world.run(FAULTS, QUIET);
        assertThat(world.sim().violations())
                .as(() -> "seed %d%n%s".formatted(seed, world.sim().story()))
                .isEmpty();
        assertEveryPlanIsSettled(world, seed);
        assertEveryInstanceRunsAndNoOther(world, seed);
        assertNothingIsLeftOver(world, seed);
    }

    /// Answered or abandoned: nothing stays planned.
    private static void assertEveryPlanIsSettled(World world, long seed) {
        assertThat(world.log().plans().entrySet())
                .as(() -> "seed %d%n%s".formatted(seed, world.sim().story()))
                .noneMatch(entry -> entry.getValue().standing == Standing.PLANNED);
    }

    private static void assertEveryInstanceRunsAndNoOther(World world, long seed) {
        var running = world.mesos().liveTasks();
        for (var application : world.applications())
            assertThat(running)
                    .as(() -> "seed %d %s%n%s".formatted(seed, application.id, world.sim().story()))
                    .filteredOn(task -> new TaskId(task).app().equals(application.id))
                    .hasSize(application.wanted());
        assertThat(running)
                .as(() -> "seed %d%n%s".formatted(seed, world.sim().story()))
                .allMatch(task -> world.log().plan(new TaskId(task)).orElseThrow().isOpen());
    }

    private static void assertNothingIsLeftOver(World world, long seed) {
        assertThat(world.listening()).as("seed %d", seed).hasSize(1);
        var state = world.host().state();
        assertThat(state.isSubscribed()).as("seed %d", seed).isTrue();
        assertThat(state.unsettled()).as("seed %d %s", seed, state).isZero();
    }
}
