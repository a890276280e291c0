package io.dromos.checks.cuts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cuts.Ledger.Line;
import io.dromos.events.TaskId;
import io.dromos.server.crash.Crash;
import io.dromos.server.crash.CrashPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/// Changes of the group `/shop`, in which the server dies and is started again by whoever misses
/// it. Whoever got no answer looks, and asks again.
final class GroupChange {

    private static final Duration POLL = Duration.ofMillis(20);

    /// Seconds until a task is ready, and until it has gone.
    private static final String SOON = "0.2";

    private static final String NEVER = "1000000";

    private final Cluster cluster;
    private final Ledger ledger;
    private final Deque<CrashPoint> points = new ArrayDeque<>();

    /// Which version of each application is wanted, by a label.
    private Map<String, Integer> wanted = Map.of();

    private int versions;
    private int before;
    private int deaths;

    GroupChange(Cluster cluster, Ledger ledger) {
        this.cluster = cluster;
        this.ledger = ledger;
    }

    /// Carries it out, from a group that is settled or, if it is to be created, not there.
    ///
    /// @param where the server is to die; each point counts from its start after the one before
    /// @return how often it died
    int carryOut(GroupAct act, List<CrashPoint> where) throws Exception {
        points.clear();
        if (act == GroupAct.CREATED) remove();
        before = ledger.lines().size();
        points.addAll(where);
        deaths = 0;
        cluster.server().kill();
        start();
        try {
            perform(act);
            settled();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "\n" + whatIs(act), e);
        }
        assertThat(ledger.wrongs()).isEmpty();
        new GroupWord(act, ledger.lines(), before).check();
        return deaths;
    }

    private void perform(GroupAct act) {
        switch (act) {
            case CREATED, UPGRADED -> put(next(), SOON, false);
            case ROLLED_BACK -> {
                var kept = wanted;
                stuck();
                rollBack(kept);
            }
            case FORCED -> {
                stuck();
                int first = version(wanted, GroupAct.DB);
                put(with(next(), GroupAct.DB, first), SOON, true);
            }
            case CANCELLED -> {
                put(next(), SOON, false);
                until("the last task is exchanged", () -> hasAll("gone", GroupAct.WEB));
                cancel();
            }
            case CREATED_AGAIN -> {
                until("the group is to go", this::delete);
                until("tasks of the last application die", () -> hasAll("end", GroupAct.WEB));
                put(next(), SOON, true);
            }
        }
    }

    private String whatIs(GroupAct act) throws IOException {
        var word = new GroupWord(act, ledger.lines(), before);
        var texts = Stream.of("/v2/deployments", "/v2/apps", "/v2/queue").map(this::body);
        return Stream.concat(texts, Stream.of(word.toString())).collect(Collectors.joining("\n"));
    }

    private String body(String path) {
        return cluster.server().isAlive() ? api().get(path).body() : "no server";
    }

    private void start() {
        if (points.isEmpty()) cluster.startServer();
        else cluster.launchServerArmed(points.removeFirst()).awaitReadyOrEnd();
    }

    private void remove() {
        until("the group goes", this::delete);
        wanted = Map.of();
        settled();
    }

    private boolean delete() {
        int status = api().delete("/v2/groups/shop?force=true").status();
        return status < 300 || status == 404;
    }

    private Map<String, Integer> next() {
        int version = ++versions;
        return GroupAct.APPS.stream().collect(Collectors.toMap(app -> app, _ -> version));
    }

    private static Map<String, Integer> with(Map<String, Integer> all, String app, int version) {
        var changed = new TreeMap<>(all);
        changed.put(app, version);
        return changed;
    }

    /// A change to these versions, in which tasks of the second application are ready after so
    /// long.
    private void put(Map<String, Integer> to, String apiReady, boolean force) {
        var apps =
                GroupAct.APPS.stream()
                        .map(app -> app(app, to, app.equals(GroupAct.API) ? apiReady : SOON))
                        .collect(Collectors.joining(","));
        var document = "{\"id\":\"/shop\",\"apps\":[%s]}".formatted(apps);
        until(
                "the group is to be at " + to,
                () -> isAt(to) || api().put("/v2/groups?force=" + force, document).status() < 300);
        wanted = to;
    }

    /// The next version, of which the second application's tasks start and never get ready.
    private void stuck() {
        put(next(), NEVER, false);
        until(
                "the change stands still",
                () -> hasAll("start", GroupAct.API) && count("gone", GroupAct.API) == 1);
    }

    private void rollBack(Map<String, Integer> kept) {
        until(
                "the group is to be back at " + kept,
                () -> {
                    if (isAt(kept)) return true;
                    for (var open : api().get("/v2/deployments").ok().json())
                        api().delete("/v2/deployments/" + open.path("id").asText());
                    return isAt(kept);
                });
        wanted = kept;
    }

    private void cancel() {
        until(
                "all that is open is cancelled",
                () -> {
                    for (var open : api().get("/v2/deployments").ok().json())
                        api().delete("/v2/deployments/" + open.path("id").asText() + "?force=true");
                    return true;
                });
    }

    /// Every change has another version of the last application.
    private boolean isAt(Map<String, Integer> some) {
        var answer = api().get("/v2/apps" + GroupAct.WEB);
        return answer.status() == 200
                && answer.json().at("/app/labels/version").asInt() == version(some, GroupAct.WEB);
    }

    private static int version(Map<String, Integer> all, String app) {
        return all.getOrDefault(app, 0);
    }

    /// Its instances count once they have written that they are ready.
    private String app(String id, Map<String, Integer> to, String ready) {
        int place = GroupAct.APPS.indexOf(id);
        return """
        {"id":"%s","cmd":"%s","instances":%d,"cpus":0.01,"mem":16,"labels":{"version":"%d"},
         "taskKillGracePeriodSeconds":60,"backoffSeconds":0,"dependencies":[%s],
         "healthChecks":[{"protocol":"COMMAND","command":{"value":"%s"},"delaySeconds":0,
          "intervalSeconds":1,"timeoutSeconds":300,"maxConsecutiveFailures":1000}],
         "upgradeStrategy":{"minimumHealthCapacity":%s,"maximumOverCapacity":%s}}
        """
                .formatted(
                        id,
                        ledger.command(ready, SOON),
                        GroupAct.instances(id),
                        version(to, id),
                        place == 0 ? "" : "\"" + GroupAct.APPS.get(place - 1) + "\"",
                        ledger.untilReady(),
                        id.equals(GroupAct.API) ? 0.5 : 1,
                        id.equals(GroupAct.DB) ? 0 : 0.5);
    }

    /// Waits until nothing is under way, and all is as wanted by the word of server and tasks.
    private void settled() {
        var expected = wanted.keySet().stream().collect(Collectors.toMap(it -> it, this::expected));
        until(
                "the group is settled at " + wanted,
                () ->
                        api().get("/v2/deployments").ok().json().isEmpty()
                                && api().get("/v2/queue").ok().json().path("queue").isEmpty()
                                && state().equals(expected)
                                && told().equals(ledger.alive()));
    }

    private String expected(String app) {
        int all = GroupAct.instances(app);
        return "version %d, %d of %d run, %d healthy"
                .formatted(version(wanted, app), all, all, all);
    }

    private Map<String, String> state() {
        var state = new TreeMap<String, String>();
        for (var app : api().get("/v2/apps").ok().json().path("apps"))
            state.put(
                    app.path("id").asText(),
                    "version %d, %d of %d run, %d healthy"
                            .formatted(
                                    app.at("/labels/version").asInt(),
                                    app.path("tasksRunning").asInt(),
                                    app.path("instances").asInt(),
                                    app.path("tasksHealthy").asInt()));
        return state;
    }

    private Set<TaskId> told() {
        var told = new TreeSet<TaskId>();
        for (var task : api().get("/v2/tasks").ok().json().path("tasks"))
            told.add(new TaskId(task.path("id").asText()));
        return told;
    }

    /// Whether as many of its tasks wrote this during the change as it has instances.
    private boolean hasAll(String what, String app) throws IOException {
        return count(what, app) == GroupAct.instances(app);
    }

    private int count(String what, String app) throws IOException {
        return (int) lines(app).filter(line -> line.what().equals(what)).count();
    }

    private Stream<Line> lines(String app) throws IOException {
        return ledger.lines().stream()
                .skip(before)
                .filter(line -> new TaskId(line.task()).app().path().equals(app));
    }

    /// Whoever finds no server starts one.
    private void until(String what, Callable<Boolean> step) {
        await(what)
                .atMost(Api.PATIENCE)
                .pollInterval(POLL)
                .until(() -> {
                    if (!cluster.server().isAlive()) {
                        assertThat(cluster.server().awaitExit()).isEqualTo(Crash.EXIT_CODE);
                        deaths++;
                        start();
                    }
                    try {
                        return step.call();
                    } catch (UncheckedIOException _) {
                        return false;
                    }
                });
    }

    private Api api() {
        return cluster.api();
    }
}
