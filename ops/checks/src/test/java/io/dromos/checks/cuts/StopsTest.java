package io.dromos.checks.cuts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Program;
import io.dromos.checks.cluster.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The real processes are stopped where they are (SIGSTOP) under load and go on later (SIGCONT), as
/// those of a machine that sleeps or is starved: the server, an agent, the master with the agent
/// beside it, and all at once. What runs lives on, and nothing of it is replaced but where its
/// agent counts as unreachable and its definition wants that; what was acknowledged is kept, and
/// all serves again.
///
/// `-Ddromos.stop.seconds=N` sets how long each is stopped; the agent counts as unreachable after
/// 2. `-Ddromos.stop.seed=S` repeats the choice of requests, and `-Ddromos.report=FILE` keeps a
/// report.
final class StopsTest {

    private static final int SECONDS = Integer.getInteger("dromos.stop.seconds", 3);
    private static final long SEED = Long.getLong("dromos.stop.seed", System.nanoTime());

    /// Its instances are replaced as soon as Mesos tells that their agent is silent.
    private static final String QUICK = "/quick";

    @RegisterExtension
    final Cluster cluster =
            new Cluster(
                    Shape.agents(2)
                            .offering("cpus:20;mem:20000;disk:20000")
                            .withAgents(
                                    "--agent-ping-timeout", "1", "--max-agent-ping-timeouts", "2"));

    private final List<String> rows = new ArrayList<>();
    private int probes;

    @Test
    void whoever_is_stopped_and_goes_on_nothing_dies_nothing_is_lost_and_all_serves_again()
            throws Exception {
        System.out.printf("seed %d, stopped for %d s each%n", SEED, SECONDS);
        var answerMax = Api.PATIENCE.plusSeconds(SECONDS);
        // Not a wait that anything needs: a connection may break over a long stop, and what it
        // asked
        // for still be done.
        var late = Duration.ofSeconds(5);
        var load = Load.on(cluster, answerMax, late, new SplittableRandom(SEED));
        var server = cluster.server();
        var master = cluster.agent(cluster.nodes().getFirst());
        var agent = cluster.agent(cluster.nodes().getLast());
        load.run(QUICK, 2);
        try {
            stopped("server", load, server);
            stopped("agent", load, agent);
            stopped("master and its agent", load, master);
            stopped("all", load, agent, master, server);
        } finally {
            load.end();
        }
        var log = load.check();
        report(load, log);
    }

    private void stopped(String who, Load load, Program... programs) throws Exception {
        boolean served = true;
        var quick = load.settled(QUICK, 2);
        try {
            for (var program : programs) {
                program.pause();
                served &= program != cluster.server();
            }
            wait(served);
        } finally {
            for (var program : programs) program.resume();
        }
        long before = System.nanoTime();
        probe();
        var took = Duration.ofNanos(System.nanoTime() - before);
        rows.add("| %s | %d s | %.1f s |".formatted(who, SECONDS, took.toMillis() / 1_000.0));
        load.goesOn();
        load.calmTasksLive();
        // Nobody listened to the agents' silence, so that it means nothing.
        if (!served) assertThat(load.ledger().alive()).containsAll(quick);
    }

    /// Lets the time pass; a server that runs answers meanwhile.
    private void wait(boolean served) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end) {
            if (served) {
                cluster.api().get("/ping").ok();
                cluster.api().get("/v2/apps").ok();
            }
            Thread.sleep(200);
        }
    }

    /// A new application runs on each agent, and goes again.
    private void probe() {
        var id = "/probe" + probes++;
        var api = cluster.api();
        api.post(
                        "/v2/apps",
                        """
                        {"id":"%s","cmd":"exec sleep 3600","cpus":0.01,"mem":16,"instances":2,
                         "constraints":[["hostname","UNIQUE"]]}
                        """
                                .formatted(id))
                .ok();
        api.awaitRunning(id, 2);
        api.delete("/v2/apps" + id).ok();
        await().atMost(Api.PATIENCE).until(() -> api.get("/v2/apps" + id).status() == 404);
    }

    private void report(Load load, LastWord log) throws IOException {
        long acknowledged =
                load.clients().stream()
                        .mapToInt(client -> client.changesAcknowledged().size())
                        .sum();
        assertThat(acknowledged).isPositive();
        var text =
                """
                # Processes stopped and going on

                Written by `StopsTest` (`ops/bin/soak stops`), seed %d. Each was stopped by SIGSTOP under a load of random
                changes and went on by SIGCONT. Nothing acknowledged was lost, no task started twice or ended without an order that the
                log holds. No task of `/calm` (`"unreachableStrategy":"disabled"`) was ended or replaced; those of `/quick` may be replaced
                once their agent counts as unreachable, and were not where the server was stopped, too.
                %d changes were acknowledged; the tasks' ledger holds %d starts, the log %d records.

                | Stopped | For | Until a new application ran on each agent |
                |---|---|---|
                %s
                """
                        .formatted(
                                SEED,
                                acknowledged,
                                load.ledger().starts(),
                                log.records(),
                                String.join("\n", rows));
        System.out.println(text);
        var file = System.getProperty("dromos.report", "");
        if (!file.isEmpty()) Files.writeString(Path.of(file), text);
    }
}
