package io.dromos.checks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.state.Instance.Kind;
import java.time.Duration;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random commands and a master that tells what it likes, through the whole chain of pure
/// functions: catalog, deployment, applications, scheduler. After each step the live states are
/// those that the stored facts replay to, each fact by way of its stored form.
///
/// The name of a failed run ends with its seed: `-Dseed.first=N -Dseeds=1` shows it again,
/// `-Dseeds=1000` looks further.
final class ReplayTest {

    private static final Duration ROUGH = Duration.ofMinutes(20);
    private static final Duration CALM = Duration.ofMinutes(20);
    private static final int THOUSANDS = 3_000;

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_lives_is_what_is_replayed_after_each_step_and_all_that_is_wanted_comes_true(
            long seed) {
        var run = new Run(seed);
        run.rough(ROUGH);
        assertThat(run.node().commands()).isGreaterThan(THOUSANDS);
        assertThat(run.journal().size()).isGreaterThan(THOUSANDS);
        assertThat(run.master().told()).isGreaterThan(THOUSANDS / 10);
        assertThat(run.users().admissions()).isGreaterThan(THOUSANDS / 30);

        run.calm(CALM);

        run.journal().recover();
        everything_wanted_is_true(run);
    }

    static LongStream seeds() {
        long first = Long.getLong("seed.first", 1_000);
        return LongStream.range(first, first + Integer.getInteger("seeds", 20));
    }

    private static void everything_wanted_is_true(Run run) {
        var journal = run.journal();
        assertThat(journal.catalog().open()).isEmpty();
        assertThat(journal.deployments()).isEmpty();
        var tasks = new TreeSet<String>();
        for (var state : journal.applications()) {
            var wanted = journal.catalog().apps().get(state.app());
            assertThat(state.instances().count(Kind.RUNNING))
                    .as("running instances of %s", state.app())
                    .isEqualTo(wanted == null ? 0 : wanted.spec().instances());
            for (var instance : state.instances().all().values())
                instance.task().ifPresent(task -> tasks.add(task.id().value()));
        }
        assertThat(run.master().liveTasks()).isEqualTo(tasks);
    }
}
