package io.dromos.api;

import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.state.Instance;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Makes changes at random, of the kinds that the stream tells of: of one application and of many
/// at once, some that take the place of a deployment under way, and news of tasks.
final class RandomChanges {

    private static final List<String> APPS = List.of("/a", "/b", "/g/c", "/g/d", "/g/h/e");
    private static final String CHECKS =
            ",\"healthChecks\":[{\"protocol\":\"COMMAND\",\"command\":{\"value\":\"true\"}}]";

    private final Served served;
    private final Random random;

    RandomChanges(Served served, Random random) {
        this.served = served;
        this.random = random;
    }

    /// Makes so many; some of them are refused, and change nothing.
    void make(int count) {
        for (int i = 0; i < count; i++) one();
    }

    private void one() {
        var app = pick(APPS);
        switch (random.nextInt(8)) {
            case 0 -> send("POST", "/v2/apps", definition(app));
            case 1 -> send("PUT", "/v2/apps" + app + "?force=true", definition(app));
            case 2 -> send("PATCH", "/v2/apps" + app, "{\"instances\":%d}".formatted(few()));
            case 3 -> send("DELETE", "/v2/apps" + app + "?force=true", "");
            case 4 -> send("PUT", "/v2/groups/g?force=true", group());
            case 5 -> send("DELETE", "/v2/apps" + app + "/tasks", "");
            default -> news();
        }
    }

    /// One that wants so many cpus never runs: its deployment stays open, until another is forced.
    private String definition(String app) {
        return "{\"id\":\"%s\",\"cmd\":\"sleep %d\",\"instances\":%d,\"cpus\":%d%s}"
                .formatted(
                        app,
                        random.nextInt(3) + 100,
                        few(),
                        random.nextInt(4) == 0 ? 2_000 : 1,
                        random.nextBoolean() ? CHECKS : "");
    }

    private String group() {
        var apps =
                IntStream.rangeClosed(1, 2 + random.nextInt(4))
                        .mapToObj(number -> definition("/g/n" + number))
                        .collect(Collectors.joining(","));
        return "{\"id\":\"/g\",\"apps\":[" + apps + "]}";
    }

    private void news() {
        var tasks =
                served.world().now().applications().values().stream()
                        .flatMap(it -> it.state().instances().all().values().stream())
                        .flatMap(instance -> instance.task().stream())
                        .map(Instance.Task::id)
                        .toList();
        if (tasks.isEmpty()) return;
        TaskId task = pick(tasks);
        var states =
                List.of(
                        TaskState.FAILED,
                        TaskState.FINISHED,
                        TaskState.UNREACHABLE,
                        TaskState.RUNNING,
                        TaskState.KILLING);
        served.world().observe(task, pick(states), "");
    }

    private int few() {
        return random.nextInt(4);
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private void send(String method, String path, String body) {
        served.client().send(method, path, body);
    }
}
