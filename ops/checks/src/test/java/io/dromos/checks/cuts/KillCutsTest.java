package io.dromos.checks.cuts;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Program;
import io.dromos.checks.cluster.Shape;
import io.dromos.journal.checkpoint.Checkpoints;
import io.dromos.server.Sizes;
import io.dromos.server.crash.Crash;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `kill -9` of server, master and agents under load: at each crash point of the server in turn,
/// and at random instants in between. The server writes checkpoints so often and has segments so
/// small that it dies around these, too, and begins from both.
///
/// `-Ddromos.cuts=N` sets how many, `-Ddromos.cuts.seed=S` repeats a choice of requests and cuts
/// (not of what the machine makes of them), and `-Ddromos.cuts.report=FILE` keeps a report.
final class KillCutsTest {

    private static final int CUTS = Integer.getInteger("dromos.cuts", 6);
    private static final long SEED = Long.getLong("dromos.cuts.seed", System.nanoTime());

    /// A point that is not reached so long after the server serves is given up.
    private static final Duration POINT_MAX = Duration.ofSeconds(8);

    private static final int CHECKPOINT_RECORDS = 50;

    /// A start reads all of the log, so that a long run must not have too many.
    private static final int SEGMENT_BYTES = CUTS < 50 ? 32 << 10 : 512 << 10;

    @RegisterExtension
    final Cluster cluster =
            new Cluster(
                    Shape.agents(2)
                            .offering("cpus:20;mem:20000;disk:20000")
                            .withServerProperty(Sizes.CHECKPOINT_RECORDS, CHECKPOINT_RECORDS)
                            .withServerProperty(Sizes.SEGMENT_BYTES, SEGMENT_BYTES));

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Tally cuts = new Tally();

    @Test
    void nothing_acknowledged_is_lost_and_nothing_runs_twice_whoever_is_killed() throws Exception {
        System.out.printf("seed %d, %d cuts%n", SEED, CUTS);
        long began = System.nanoTime();
        var load = Load.on(cluster, Api.PATIENCE, Duration.ZERO, random);
        try {
            for (var cut : Cut.plan(CUTS, cluster.nodes().size(), random.split())) {
                carryOut(cut);
                load.goesOn();
            }
        } finally {
            load.end();
        }
        awaitServer(0);
        var log = load.check();
        var took = Duration.ofNanos(System.nanoTime() - began);
        var parts = LogParts.of(cluster);
        Report.of(SEED, cuts, load, log, parts, took).print();
        cuts.check();
        it_met_checkpoints_and_segments(parts);
    }

    private static void it_met_checkpoints_and_segments(LogParts parts) {
        assertThat(parts.segments()).as("segments").isGreaterThan(2);
        // One more if the last cut fell between a new one and the end of the oldest.
        assertThat(parts.checkpoints()).as("checkpoints").isBetween(1L, Checkpoints.KEPT + 1L);
        assertThat(parts.starts()).as("starts from a checkpoint").isPositive();
    }

    /// Afterwards the server may be down, which lasts until somebody is needed again.
    private void carryOut(Cut cut) throws Exception {
        switch (cut) {
            case Cut.AtPoint at -> {
                cluster.server().kill();
                var server = cluster.launchServerArmed(at.point());
                boolean reached = awaitEnd(server);
                server.kill();
                if (!reached) {
                    cuts.notReached(cut);
                    return;
                }
            }
            case Cut.Server(long millis) -> {
                awaitServer(millis);
                cluster.server().kill();
            }
            case Cut.Starting(long millis) -> {
                cluster.server().kill();
                var server = cluster.launchServerAgain();
                Thread.sleep(millis);
                server.kill();
            }
            case Cut.Agent(int number, long millis) -> {
                awaitServer(millis);
                restart(cluster.nodes().get(number));
            }
            case Cut.Both(long millis) -> {
                awaitServer(millis);
                cluster.server().kill();
                restart(cluster.nodes().getFirst());
            }
        }
        cuts.carriedOut(cut);
    }

    private void awaitServer(long millis) throws InterruptedException {
        if (!cluster.server().isAlive()) cluster.startServer();
        Thread.sleep(millis);
    }

    private void restart(Cluster.Node node) throws InterruptedException {
        cluster.agent(node).kill();
        cluster.startAgent(node);
    }

    /// Whether the server ended by itself.
    private static boolean awaitEnd(Program server) throws InterruptedException {
        if (!server.awaitReadyOrEnd()) return server.awaitExit() == Crash.EXIT_CODE;
        return server.endsWithin(POINT_MAX) && server.awaitExit() == Crash.EXIT_CODE;
    }
}
