package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A log that was restored knows less than what runs. What it does not know it leaves alone.
final class OlderBackupTest {

    @RegisterExtension final Cluster cluster = new Cluster(Shape.SMALL);

    @Test
    void an_older_log_restored_under_running_tasks_ends_none_of_them() throws Exception {
        var api = cluster.api();
        for (var app : List.of("kept", "grown", "renewed")) create(app);
        api.awaitSettled();
        cluster.server().stop();
        var backup = cluster.directory().resolve("backup");
        copy(cluster.data(), backup);
        cluster.startServer();

        create("later");
        api.put("/v2/apps/grown", "{\"instances\":3}").ok();
        var first = api.awaitRunning("/renewed", 1).getFirst().path("id").asText();
        api.delete("/v2/apps/renewed/tasks/" + first).ok();
        await().atMost(Api.PATIENCE)
                .until(() -> ids("/renewed"), ids -> ids.size() == 1 && !ids.contains(first));
        api.awaitSettled();
        var strays = new ArrayList<String>(ids("/later"));
        strays.addAll(ids("/renewed"));
        var grown = api.awaitRunning("/grown", 3);
        var running = cluster.processes();
        assertThat(running).hasSize(6);

        cluster.server().stop();
        delete(cluster.data());
        copy(backup, cluster.data());
        cluster.startServer();
        var known = ids("/grown");
        grown.stream()
                .map(task -> task.path("id").asText())
                .filter(id -> !known.contains(id))
                .forEach(strays::add);
        assertThat(strays).hasSize(4);

        await("each task the log does not know is listed")
                .atMost(Api.PATIENCE)
                .untilAsserted(() -> assertThat(cluster.server().errors()).contains(strays));
        await("the run that the log knows has ended, and no other is begun beside the stray")
                .atMost(Api.PATIENCE)
                .until(() -> api.tasks("/renewed"), List::isEmpty);
        everything_still_runs(running);
        // What it would only do at a start, it does here.
        cluster.server().kill();
        cluster.startServer();
        for (var app : List.of("/kept", "/grown")) api.awaitRunning(app, 1);
        api.put("/v2/apps/kept", "{\"instances\":2}").ok();
        api.awaitSettled();
        everything_still_runs(running);
    }

    private void everything_still_runs(Map<String, ?> before) throws IOException {
        assertThat(cluster.processes().keySet()).containsAll(before.keySet());
    }

    private void create(String app) {
        cluster.api()
                .post(
                        "/v2/apps",
                        "{\"id\":\"%s\",\"cmd\":\"exec sleep 3600\",\"cpus\":0.1,\"mem\":32}"
                                .formatted(app))
                .ok();
    }

    private List<String> ids(String app) {
        return cluster.api().awaitRunning(app, 1).stream()
                .map(task -> task.path("id").asText())
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) Files.copy(file, to.resolve(from.relativize(file)));
        }
    }

    private static void delete(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
