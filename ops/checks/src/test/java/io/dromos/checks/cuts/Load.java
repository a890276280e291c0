package io.dromos.checks.cuts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.events.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/// Clients that change a cluster at random, beside an application that nobody touches, and what
/// must hold in the end whatever was done to the processes meanwhile.
final class Load {

    private static final int CLIENTS = 2;
    private static final int APPS_EACH = 3;
    private static final int CALM = 2;

    private final Cluster cluster;
    private final Ledger ledger;
    private final AgentWord agents = new AgentWord();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<Client> clients = new ArrayList<>();
    private final List<CompletableFuture<Void>> working = new ArrayList<>();
    private Set<TaskId> calm = Set.of();
    private final Map<String, Integer> more = new TreeMap<>();

    private Load(Cluster cluster, Ledger ledger) {
        this.cluster = cluster;
        this.ledger = ledger;
    }

    /// Begins, once the calm application runs.
    ///
    /// @param answerMax how long a client waits for an answer
    /// @param late how long after its connection broke a request may still be carried out
    /// @param random chooses the requests
    static Load on(Cluster cluster, Duration answerMax, Duration late, SplittableRandom random)
            throws IOException {
        var load = new Load(cluster, Ledger.in(cluster.directory().resolve("ledger")));
        load.calmTasks();
        load.begin(cluster.api().answering(answerMax), late, random);
        return load;
    }

    private void calmTasks() {
        cluster.api()
                .post(
                        "/v2/apps",
                        """
                        {"id":"/calm","cmd":"%s","cpus":0.01,"mem":16,"instances":%d,
                         "unreachableStrategy":"disabled"}
                        """
                                .formatted(ledger.command(), CALM))
                .ok();
        cluster.api().awaitRunning("/calm", CALM);
        calm = await().atMost(Api.PATIENCE).until(ledger::alive, it -> it.size() == CALM);
    }

    /// Runs one more application, whose instances are replaced as soon as their agent is told to be
    /// unreachable, and waits until it does.
    void run(String app, int instances) {
        cluster.api()
                .post(
                        "/v2/apps",
                        "{\"id\":\"%s\",\"cmd\":\"%s\",\"cpus\":0.01,\"mem\":16,\"instances\":%d}"
                                .formatted(app, ledger.command(), instances))
                .ok();
        more.put(app, instances);
        settled(app, instances);
    }

    /// The tasks of an application, once the ledger and the server tell the same.
    Set<TaskId> settled(String app, int instances) {
        return await("%d tasks of %s, and no others".formatted(instances, app))
                .atMost(Api.PATIENCE)
                .until(
                        () -> {
                            var told = new TreeSet<TaskId>();
                            for (var task : cluster.api().awaitRunning(app, instances))
                                told.add(new TaskId(task.path("id").asText()));
                            return told;
                        },
                        told -> told.equals(alive(app)));
    }

    private Set<TaskId> alive(String app) {
        try {
            return ledger.alive().stream()
                    .filter(task -> task.app().path().equals(app))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void begin(Api api, Duration late, SplittableRandom random) {
        for (int at = 0; at < CLIENTS; at++) {
            var client =
                    new Client(
                            api,
                            "client" + at,
                            ledger.command(),
                            APPS_EACH,
                            random.nextLong(),
                            late,
                            ended);
            clients.add(client);
            working.add(CompletableFuture.runAsync(client, Thread::startVirtualThread));
        }
    }

    /// Those at work.
    List<Client> clients() {
        return clients;
    }

    /// What the tasks wrote down.
    Ledger ledger() {
        return ledger;
    }

    /// What the agents count as acknowledged.
    AgentWord agents() {
        return agents;
    }

    /// Fails if a client has seen something wrong, and reads what the agents know before they
    /// forget it.
    void goesOn() throws IOException {
        assertThat(working).noneMatch(CompletableFuture::isCompletedExceptionally);
        agents.read(cluster);
    }

    /// The calm application's tasks are those it had, by the ledger's word.
    void calmTasksLive() throws IOException {
        assertThat(ledger.alive()).containsAll(calm);
        assertThat(ledger.lines())
                .filteredOn(line -> new TaskId(line.task()).app().path().equals("/calm"))
                .hasSize(CALM);
    }

    /// Tells the clients to end; a server must be there.
    void end() {
        ended.set(true);
    }

    /// Waits until the clients have ended and all is as wanted, ends the server, and checks that
    /// the log and the ledger agree with what was acknowledged.
    LastWord check() throws Exception {
        for (var one : working) one.join();
        everything_wanted_runs_once();
        cluster.server().kill();
        agents.read(cluster);
        var log = LastWord.of(cluster.data().resolve("log"));
        the_log_holds_what_was_acknowledged(log);
        nothing_ended_without_cause(log);
        return log;
    }

    private void everything_wanted_runs_once() {
        var api = cluster.api();
        api.awaitSettled();
        var wanted = new TreeMap<String, Integer>();
        for (var client : clients) wanted.putAll(client.wanted());
        wanted.put("/calm", CALM);
        wanted.putAll(more);
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
            client.killsAcknowledged()
                    .forEach((request, task) ->
                            assertThat(
                                            log.kills().contains(request)
                                                    || log.endsOrdered().contains(task))
                                    .as("the kill of %s by request %s", task, request)
                                    .isTrue());
            assertThat(client.refused()).noneMatch(log.requests()::contains);
        }
        assertThat(log.requests()).doesNotHaveDuplicates();
        assertThat(agents.count()).as("updates acknowledged").isPositive();
        assertThat(agents.missing(log)).isEmpty();
    }

    private void nothing_ended_without_cause(LastWord log) throws IOException {
        assertThat(ledger.wrongs()).isEmpty();
        for (var line : ledger.lines()) {
            assertThat(log.planned()).contains(line.task());
            if (line.what().equals("end"))
                assertThat(log.endsOrdered()).contains(new TaskId(line.task()));
        }
        var lines =
                ledger.lines().stream()
                        .collect(Collectors.groupingBy(Ledger.Line::task, Collectors.counting()));
        assertThat(lines.values()).allMatch(count -> count <= 2);
        // Who has no last line lives, or was told to end before it could say so.
        var alive = ledger.alive();
        lines.forEach((task, count) -> {
            if (count == 1 && !alive.contains(new TaskId(task)))
                assertThat(log.endsOrdered()).as("who ended %s", task).contains(new TaskId(task));
        });
    }
}
