package io.dromos.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole clusters in one thread, each from one seed.
///
/// `-Dsimulation.from=S -Dsimulation.seeds=N` looks further; `ops/bin/simulate` shows what happened
/// in a run.
final class SimulationTest {

    private static final int LINES = 60;
    private static final int SEEDS_MAX = 5;
    private static final int GAP_SEEDS_MAX = 60;

    static LongStream seeds() {
        long from = Long.getLong("simulation.from", 1_000);
        return LongStream.range(from, from + Integer.getInteger("simulation.seeds", 20));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothing_is_lost_nothing_runs_twice_and_all_that_is_wanted_comes_true(long seed) {
        passes(seed);
    }

    /// Seeds that find something when its mend is taken back: in 211 a change of the roles without
    /// an answer came late and undid the next, in 101251 an instance was never asked for its health
    /// once its application was removed and made anew, in 102133 and 107903 places were taken that
    /// had been chosen before something else was decided; 101274 asked the impossible of the
    /// machines. Those of earlier days have other choices by now and find nothing any more;
    /// ops/docs/reports/simulation.md names what guards their mends.
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {211, 101_251, 101_274, 102_133, 107_903})
    void what_was_once_found_does_not_come_back(long seed) {
        passes(seed);
    }

    private static void passes(long seed) {
        var result = Run.of(seed, Fault.NONE);
        assertThat(result.broken()).as(() -> result.story(LINES)).isEmpty();
    }

    /// Within some of the seeds in which trouble strikes at any millisecond.
    @Test
    void crashes_fall_between_any_two_steps() {
        var seen = EnumSet.noneOf(Gap.class);
        for (long seed = 1; seen.size() < Gap.values().length && seed <= GAP_SEEDS_MAX; seed++)
            if (new Moments(seed).areAny()) seen.addAll(Run.of(seed, Fault.NONE).gaps().keySet());
        assertThat(seen).containsExactlyInAnyOrder(Gap.values());
    }

    @Test
    void the_same_seed_gives_the_same_run() {
        var once = Run.of(5, Fault.NONE);
        var again = Run.of(5, Fault.NONE);
        assertThat(again).isEqualTo(once);
        assertThat(Run.of(6, Fault.NONE).digest()).isNotEqualTo(once.digest());
    }

    /// Within few seeds, none of which breaks anything by itself.
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {
                "ANSWER_BEFORE_WRITE",
                "ACKNOWLEDGE_BEFORE_DURABLE",
                "DOUBLED_FACT",
                "ENDED_TOO_EARLY",
                "STRANGER_KILLED"
            })
    void what_is_broken_on_purpose_is_found(Fault fault) {
        assertThat(Search.of(fault, 1, SEEDS_MAX).seen()).as(fault.sentence()).isPresent();
    }
}
