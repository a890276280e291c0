package io.dromos.checks.cuts;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Api.Answer;
import io.dromos.events.TaskId;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/// A client with applications of its own, which it creates, scales, changes, restarts, removes and
/// kills at random. It knows what was acknowledged, and after each request looks whether the server
/// knows it, too: at once, or when there is one again.
///
/// An answer that never came leaves two possibilities; the next look decides for good.
final class Client implements Runnable {

    private static final int INSTANCES_MAX = 3;
    private static final long PAUSE_MAX_MS = 150;

    /// What an application is, as far as the client chose it.
    ///
    /// @param mark a label that each change gives another value
    private record Wanted(int instances, String mark) {}

    /// A request, and what the application is once it was carried out.
    private record Step(
            String method, String path, String body, Optional<Wanted> after, String kind) {}

    private final Api api;
    private final String name;
    private final String command;
    private final SplittableRandom random;
    private final Duration late;
    private final AtomicBoolean ended;
    private final Map<String, Optional<Wanted>> apps = new HashMap<>();
    private final List<String> acknowledged = new ArrayList<>();
    private final Map<String, TaskId> kills = new HashMap<>();
    private final List<String> refused = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private int requests;

    /// @param late how long after its connection broke a request may still be carried out
    Client(
            Api api,
            String name,
            String command,
            int size,
            long seed,
            Duration late,
            AtomicBoolean ended) {
        this.api = api;
        this.name = name;
        this.command = command;
        this.random = new SplittableRandom(seed);
        this.late = late;
        this.ended = ended;
        for (int at = 0; at < size; at++)
            apps.put("/%s/app%d".formatted(name, at), Optional.empty());
    }

    @Override
    public void run() {
        var names = apps.keySet().stream().sorted().toList();
        while (!ended.get()) {
            work(names.get(random.nextInt(names.size())));
            pause(random.nextLong(PAUSE_MAX_MS));
        }
    }

    private void work(String app) {
        var before = apps.getOrDefault(app, Optional.empty());
        var step = step(app, before);
        if (step.isEmpty()) return;
        var request = "%s-%d".formatted(name, requests++);
        var answer = send(step.get(), request);
        boolean done = answer.filter(it -> it.status() < 300).isPresent();
        boolean unknown =
                answer.isEmpty()
                        || (answer.get().status() == 503
                                && !answer.get().body().contains("Nothing was done"));
        if (done) acknowledged(step.get(), request);
        if (!done && !unknown) refused.add(request);
        counts.merge(
                step.get().kind() + (done ? "" : unknown ? " unknown" : " refused"),
                1,
                Integer::sum);
        if (answer.isEmpty()) pause(late.toMillis());
        var after = step.get().after();
        var seen = look(app);
        var expected = done ? List.of(after) : unknown ? List.of(before, after) : List.of(before);
        assertThat(seen)
                .as("%s after request %s, %s: %s", app, request, step.get(), answer)
                .isIn(expected);
        apps.put(app, seen);
    }

    private void acknowledged(Step step, String request) {
        if (!step.kind().equals("kill")) acknowledged.add(request);
        else
            kills.put(request, new TaskId(step.path().substring(step.path().lastIndexOf('/') + 1)));
    }

    private Optional<Step> step(String app, Optional<Wanted> before) {
        var path = "/v2/apps" + app;
        var mark = "m" + requests;
        int instances = random.nextInt(INSTANCES_MAX + 1);
        if (before.isEmpty()) {
            var wanted = new Wanted(Math.max(1, instances), mark);
            return Optional.of(
                    new Step(
                            "POST",
                            "/v2/apps?force=true",
                            body(app, wanted),
                            Optional.of(wanted),
                            "create"));
        }
        var now = before.get();
        return switch (random.nextInt(10)) {
            case 0, 1, 2 ->
                    Optional.of(
                            new Step(
                                    "PUT",
                                    path + "?force=true",
                                    "{\"instances\":%d}".formatted(instances),
                                    Optional.of(new Wanted(instances, now.mark())),
                                    "scale"));
            case 3, 4 ->
                    Optional.of(
                            new Step(
                                    "PUT",
                                    path + "?force=true",
                                    "{\"labels\":{\"mark\":\"%s\"}}".formatted(mark),
                                    Optional.of(new Wanted(now.instances(), mark)),
                                    "change"));
            case 5 ->
                    Optional.of(
                            new Step(
                                    "POST", path + "/restart?force=true", "{}", before, "restart"));
            case 6 -> Optional.of(new Step("DELETE", path, "", Optional.empty(), "destroy"));
            default ->
                    victim(app)
                            .map(task ->
                                    new Step(
                                            "DELETE", path + "/tasks/" + task, "", before, "kill"));
        };
    }

    private String body(String app, Wanted wanted) {
        return """
        {"id":"%s","cmd":"%s","cpus":0.01,"mem":16,"instances":%d,"labels":{"mark":"%s"},
         "taskKillGracePeriodSeconds":60,"backoffSeconds":0,"unreachableStrategy":"disabled"}
        """
                .formatted(app, command, wanted.instances(), wanted.mark());
    }

    private Optional<String> victim(String app) {
        try {
            var tasks = api.tasks(app);
            return tasks.isEmpty()
                    ? Optional.empty()
                    : Optional.of(tasks.get(random.nextInt(tasks.size())).path("id").asText());
        } catch (UncheckedIOException _) {
            return Optional.empty();
        }
    }

    /// No answer if the server was not there, or died over it.
    private Optional<Answer> send(Step step, String request) {
        try {
            return Optional.of(
                    api.send(step.method(), step.path(), step.body(), "X-Request-Id", request));
        } catch (UncheckedIOException _) {
            return Optional.empty();
        }
    }

    /// What the server knows of an application, as soon as there is one.
    private Optional<Wanted> look(String app) {
        while (true) {
            try {
                var answer = api.get("/v2/apps" + app);
                if (answer.status() == 404) return Optional.empty();
                var json = answer.ok().json().path("app");
                return Optional.of(
                        new Wanted(
                                json.path("instances").asInt(),
                                json.path("labels").path("mark").asText()));
            } catch (UncheckedIOException _) {
                pause(50);
            }
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// How many instances of each application are wanted in the end.
    Map<String, Integer> wanted() {
        var wanted = new HashMap<String, Integer>();
        apps.forEach((app, it) -> wanted.put(app, it.map(Wanted::instances).orElse(0)));
        return wanted;
    }

    /// Changes of what is wanted that were acknowledged.
    List<String> changesAcknowledged() {
        return acknowledged;
    }

    /// Kills that were acknowledged: of which task, by request.
    Map<String, TaskId> killsAcknowledged() {
        return kills;
    }

    /// Requests that were refused.
    List<String> refused() {
        return refused;
    }

    /// How many requests of which kind came to what.
    Map<String, Integer> counts() {
        return counts;
    }
}
