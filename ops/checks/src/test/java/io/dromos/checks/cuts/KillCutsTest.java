package io.dromos.checks.cuts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Program;
import io.dromos.checks.cluster.Shape;
import io.dromos.events.TaskId;
import io.dromos.server.crash.Crash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `kill -9` of server, master and agents under load: at each crash point of the server in turn,
/// and at random instants in between.
///
/// `-Ddromos.cuts=N` sets how many, `-Ddromos.cuts.seed=S` repeats a choice of requests and cuts
/// (not of what the machine makes of them), and `-Ddromos.cuts.report=FILE` keeps a report.
final class KillCutsTest {

    private static final int CUTS = Integer.getInteger("dromos.cuts", 6);
    private static final long SEED = Long.getLong("dromos.cuts.seed", System.nanoTime());
    private static final int CLIENTS = 2;
    private static final int APPS_EACH = 3;
    private static final int CALM = 2;

    /// A point that is not reached so long after the server serves is given up.
    private static final Duration POINT_MAX = Duration.ofSeconds(8);

    @RegisterExtension
    final Cluster cluster = new Cluster(Shape.agents(2).offering("cpus:20;mem:20000;disk:20000"));

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Map<String, Integer> cuts = new TreeMap<>();
    private final List<Client> clients = new ArrayList<>();
    private final List<CompletableFuture<Void>> working = new ArrayList<>();

    @Test
    void nothing_acknowledged_is_lost_and_nothing_runs_twice_whoever_is_killed() throws Exception {
        System.out.printf("seed %d, %d cuts%n", SEED, CUTS);
        long began = System.nanoTime();
        var ledger = Ledger.in(cluster.directory().resolve("ledger"));
        var calm = calmTasks(ledger);
        begin(ledger);
        try {
            for (var cut : Cut.plan(CUTS, cluster.nodes().size(), random.split())) {
                carryOut(cut);
                assertThat(working).noneMatch(CompletableFuture::isCompletedExceptionally);
            }
        } finally {
            ended.set(true);
        }
        awaitServer(0);
        for (var one : working) one.join();
        everything_wanted_runs_once(ledger, calm);
        cluster.server().kill();
        var log = LastWord.of(cluster.data().resolve("log"));
        the_log_holds_what_was_acknowledged(log);
        nothing_ended_without_cause(ledger, log);
        Report.of(SEED, cuts, clients, ledger, log, Duration.ofNanos(System.nanoTime() - began))
                .print();
    }

    /// Applications that nobody touches afterwards.
    private Set<TaskId> calmTasks(Ledger ledger) throws Exception {
        cluster.api()
                .post(
                        "/v2/apps",
                        """
                        {"id":"/calm","cmd":"%s","cpus":0.01,"mem":16,"instances":%d}
                        """
                                .formatted(ledger.command(), CALM))
                .ok();
        cluster.api().awaitRunning("/calm", CALM);
        return await().atMost(Api.PATIENCE).until(ledger::alive, it -> it.size() == CALM);
    }

    private void begin(Ledger ledger) {
        for (int at = 0; at < CLIENTS; at++) {
            var client =
                    new Client(
                            cluster.api(),
                            "client" + at,
                            ledger.command(),
                            APPS_EACH,
                            random.nextLong(),
                            ended);
            clients.add(client);
            working.add(CompletableFuture.runAsync(client, Thread::startVirtualThread));
        }
    }

    /// Afterwards the server may be down, which lasts until somebody is needed again.
    private void carryOut(Cut cut) throws Exception {
        switch (cut) {
            case Cut.AtPoint at -> {
                cluster.server().kill();
                var server = cluster.launchServerArmed(at.point());
                boolean reached = awaitEnd(server);
                server.kill();
                count(cut.kind() + (reached ? "" : ": killed, not reached"));
                return;
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
        count(cut.kind());
    }

    private void awaitServer(long millis) throws InterruptedException {
        if (!cluster.server().isAlive()) cluster.startServer();
        Thread.sleep(millis);
    }

    private void restart(Cluster.Node node) throws InterruptedException {
        cluster.agent(node).kill();
        cluster.startAgent(node);
    }

    private void count(String kind) {
        cuts.merge(kind, 1, Integer::sum);
    }

    /// Whether the server ended by itself.
    private static boolean awaitEnd(Program server) throws InterruptedException {
        if (!server.awaitReadyOrEnd()) return server.awaitExit() == Crash.EXIT_CODE;
        return server.endsWithin(POINT_MAX) && server.awaitExit() == Crash.EXIT_CODE;
    }

    private void everything_wanted_runs_once(Ledger ledger, Set<TaskId> calm) {
        var api = cluster.api();
        api.awaitSettled();
        var wanted = new TreeMap<String, Integer>();
        for (var client : clients) wanted.putAll(client.wanted());
        wanted.put("/calm", CALM);
        await("the ledger shows the wanted instances alive, and the API the same tasks")
                .atMost(Api.PATIENCE)
                .untilAsserted(() -> {
                    var alive = ledger.alive();
                    var counts = new TreeMap<String, Integer>();
                    wanted.keySet().forEach(app -> counts.put(app, 0));
                    for (var task : alive) counts.merge(task.app().path(), 1, Integer::sum);
                    assertThat(counts).isEqualTo(wanted);
                    assertThat(cluster.processes()).hasSize(alive.size());
                    var told = new TreeSet<TaskId>();
                    for (var app : wanted.keySet())
                        for (var task : api.tasks(app))
                            told.add(new TaskId(task.path("id").asText()));
                    assertThat(told).isEqualTo(alive);
                    assertThat(alive).containsAll(calm);
                });
    }

    private void the_log_holds_what_was_acknowledged(LastWord log) {
        for (var client : clients) {
            assertThat(log.requests()).containsAll(client.changesAcknowledged());
            assertThat(client.refused()).noneMatch(log.requests()::contains);
        }
        assertThat(log.requests()).doesNotHaveDuplicates();
    }

    private static void nothing_ended_without_cause(Ledger ledger, LastWord log) throws Exception {
        assertThat(ledger.wrongs()).isEmpty();
        for (var line : ledger.lines()) {
            assertThat(log.planned()).contains(line.task());
            if (line.what().equals("end"))
                assertThat(log.endsOrdered()).contains(new TaskId(line.task()).instance());
        }
        // Who has no last line was killed hard, which only a lost agent does.
        var lines =
                ledger.lines().stream()
                        .collect(Collectors.groupingBy(Ledger.Line::task, Collectors.counting()));
        assertThat(lines.values()).allMatch(count -> count <= 2);
    }
}
