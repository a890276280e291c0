package io.dromos.checks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import io.dromos.checks.cluster.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A file system that really is full.
final class FullDiskTest {

    private static final int TASKS = 6;

    /// Several times what a launch is delayed by after the end of a task.
    private static final Duration STANDSTILL = Duration.ofSeconds(5);

    /// Room for two segments of the log, and some to fill.
    @Order(1)
    @RegisterExtension
    final SmallDisk disk = new SmallDisk(160);

    @Order(2)
    @RegisterExtension
    final Cluster cluster =
            new Cluster(() -> Shape.SMALL.withServerData(disk.place().resolve("server-data")));

    private final List<String> acknowledged = new ArrayList<>();

    @Test
    void a_full_disk_stops_changes_and_launches_but_no_reads_and_all_goes_on_once_there_is_room()
            throws Exception {
        var api = cluster.api();
        api.post("/v2/apps", app("steady", TASKS, 0)).ok();
        api.awaitRunning("/steady", TASKS);
        api.awaitSettled();

        disk.fill();
        var refused = fillTheLog();
        assertThat(refused.body())
                .contains("Nothing was done: no space left on")
                .contains("the log then goes on by itself");
        assertThat(scale(TASKS + 1).status()).isEqualTo(503);
        readsGoOn();

        var known = launched();
        endAllTasks();
        await("nothing is launched for tasks whose end cannot be written")
                .during(STANDSTILL)
                .atMost(Api.PATIENCE)
                .failFast("another task was launched", () -> !launched().equals(known))
                .until(() -> cluster.processes().isEmpty());

        cluster.server().kill();
        cluster.startServer();
        readsGoOn();

        disk.free();
        await("changes are taken again")
                .atMost(Api.PATIENCE)
                .until(() -> scale(TASKS + 1).status(), status -> status == 200);
        api.awaitRunning("/steady", TASKS + 1);
        api.awaitSettled();
        cluster.server().kill();
        cluster.startServer();
        readsGoOn();
        assertThat(cluster.processes()).hasSize(TASKS + 1);
    }

    /// Adds applications until not even the smallest has room.
    private Api.Answer fillTheLog() {
        var answer = new Api.Answer(0, "");
        for (int bytes = 400_000; bytes >= 40; bytes /= 10) {
            do {
                var id = "filling" + acknowledged.size();
                answer = cluster.api().post("/v2/apps?force=true", app(id, 0, bytes));
                if (answer.status() == 201) acknowledged.add("/" + id);
            } while (answer.status() == 201);
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        }
        return answer;
    }

    private void readsGoOn() {
        cluster.api().get("/ping").ok();
        var shown = new ArrayList<String>();
        for (JsonNode app : cluster.api().get("/v2/apps").ok().json().path("apps"))
            shown.add(app.path("id").asText());
        assertThat(shown).contains("/steady").containsAll(acknowledged);
        assertThat(shown).hasSize(acknowledged.size() + 1);
    }

    /// Container ids of all tasks that the agent was ever told to launch.
    private Set<String> launched() throws IOException {
        var ids = new TreeSet<String>();
        for (var node : cluster.nodes())
            try (var tasks = Files.list(node.work().resolve("meta/tasks"))) {
                tasks.forEach(task -> ids.add(String.valueOf(task.getFileName())));
            }
        return ids;
    }

    private void endAllTasks() throws IOException {
        for (var process : cluster.processes().values())
            ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }

    private Api.Answer scale(int instances) {
        return cluster.api()
                .put("/v2/apps/steady?force=true", "{\"instances\":%d}".formatted(instances));
    }

    private static String app(String id, int instances, int bytes) {
        return """
        {"id":"%s","cmd":"exec sleep 3600","cpus":0.1,"mem":32,"instances":%d,"labels":{"some":"%s"}}
        """
                .formatted(id, instances, "x".repeat(bytes));
    }
}
