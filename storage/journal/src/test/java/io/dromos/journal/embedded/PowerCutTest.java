package io.dromos.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.journal.LogDamaged;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The power fails, again and again, within any operation of the log on its disk, those of a start
/// included. A failure names its seed; `-Ddromos.power.cuts=N` cuts the power N times.
class PowerCutTest {
    private static final int CUTS = Integer.getInteger("dromos.power.cuts", 400);
    private static final int CUTS_EACH = 10;

    /// Each fault below is found within a small part of so many runs.
    private static final int RUNS_MAX = 1_000;

    static LongStream seeds() {
        return LongStream.range(0, (CUTS + CUTS_EACH - 1) / CUTS_EACH);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void nothing_acknowledged_is_lost_and_nothing_refused_is_found(long seed) throws Exception {
        new PowerCuts(seed, SyncFault.NONE).run(CUTS_EACH);
    }

    /// The test above can fail: each sync is needed, and needed before the answer.
    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void a_sync_that_is_left_out_early_or_tried_again_is_found_out(SyncFault fault)
            throws Exception {
        long seed = 0;
        while (seed < RUNS_MAX && survives(seed, fault)) {
            seed++;
        }
        assertThat(seed).as("seeds that did not find %s", fault).isLessThan(RUNS_MAX);
    }

    private static boolean survives(long seed, SyncFault fault) throws Exception {
        try {
            new PowerCuts(seed, fault).run(CUTS_EACH);
            return true;
        } catch (AssertionError | LogDamaged e) {
            System.out.printf("%s is found by seed %d: %.200s%n", fault, seed, e);
            return false;
        }
    }
}
