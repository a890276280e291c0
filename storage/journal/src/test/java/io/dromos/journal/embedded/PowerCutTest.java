package io.dromos.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.journal.LogDamaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

    private static final List<String> FOUND = new ArrayList<>();
    private static Instant begin = Instant.EPOCH;
    private static long passed;
    private static long startsCut;
    private static long told;

    static LongStream seeds() {
        return LongStream.range(0, (CUTS + CUTS_EACH - 1) / CUTS_EACH);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void nothing_acknowledged_is_lost_and_nothing_refused_is_found(long seed) throws Exception {
        var cuts = new PowerCuts(seed, SyncFault.NONE);
        cuts.run(CUTS_EACH);
        passed += CUTS_EACH;
        startsCut += cuts.startsCut();
        told += cuts.told();
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
        FOUND.add(
                "| %s | %d |"
                        .formatted(
                                fault.name().toLowerCase(Locale.ROOT).replace('_', ' '), 1 + seed));
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

    @BeforeAll
    static void begin() {
        begin = Instant.now();
    }

    @AfterAll
    static void report() throws IOException {
        var file = System.getProperty("dromos.report");
        if (file == null) {
            return;
        }
        var text =
                """
                # Power cuts of the embedded log

                Made by `ops/bin/soak power` at %s, in %d s.

                %,d of %,d cuts passed, %,d of them within a start. %,d atomic lists were acknowledged or read in all;
                after each cut every one of them was there, the chain was whole, and nothing that was refused was found.

                Seeds it takes to find what is wrong with a log that handles syncs wrongly, ten cuts each:

                | Fault | Seeds |
                |---|---|
                %s
                """
                        .formatted(
                                Instant.now().truncatedTo(ChronoUnit.MINUTES),
                                Duration.between(begin, Instant.now()).toSeconds(),
                                passed,
                                seeds().count() * CUTS_EACH,
                                startsCut,
                                told,
                                String.join("\n", FOUND));
        Files.writeString(Path.of(file), text);
    }
}
