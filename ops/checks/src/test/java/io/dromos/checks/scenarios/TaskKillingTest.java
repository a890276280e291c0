package io.dromos.checks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.checks.cluster.Api;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Marathon's TaskKilling and GracefulTaskKill: what becomes of tasks that somebody ends.
final class TaskKillingTest extends Scene {

    @Test
    void a_killed_task_comes_back_as_the_next_run_of_the_same_instance() {
        deploy(sleeper("/killed"));
        var before = api().awaitRunning("/killed", 1).getFirst();
        api().delete("/v2/apps/killed/tasks/" + id(before)).ok();
        var after = awaitAnother("/killed", id(before));
        assertThat(instance(after)).isEqualTo(instance(before));
        assertThat(run(after)).isEqualTo(run(before) + 1);
    }

    @Test
    void a_wiped_task_comes_back_as_another_instance() {
        deploy(sleeper("/wiped"));
        var before = api().awaitRunning("/wiped", 1).getFirst();
        api().delete("/v2/apps/wiped/tasks/" + id(before) + "?wipe=true").ok();
        var after = awaitAnother("/wiped", id(before));
        assertThat(instance(after)).isNotEqualTo(instance(before));
        assertThat(run(after)).isEqualTo(1);
    }

    private static JsonNode awaitAnother(String app, String old) {
        await(app + " has another task")
                .atMost(Api.PATIENCE)
                .pollInterval(POLL)
                .until(() -> api().tasks(app).stream().noneMatch(it -> id(it).equals(old)));
        return api().awaitRunning(app, 1).getFirst();
    }

    @Test
    void the_task_that_is_killed_and_scaled_away_goes_and_no_other() {
        deploy(sleeper("/scaled"));
        var oldest = id(api().awaitRunning("/scaled", 1).getFirst());
        api().put("/v2/apps/scaled", "{\"instances\":4}").ok();
        api().awaitSettled();
        var others =
                ids(api().awaitRunning("/scaled", 4)).stream().filter(it -> !it.equals(oldest));
        api().delete("/v2/apps/scaled/tasks/" + oldest + "?scale=true").ok();
        api().awaitSettled();
        assertThat(ids(api().awaitRunning("/scaled", 3)))
                .containsExactlyElementsOf(others.toList());
        assertThat(app("/scaled").path("instances").asInt()).isEqualTo(3);
    }

    /// It takes more than the 3 s that Mesos gives where nothing is said.
    @Test
    void a_task_that_is_told_to_end_has_the_time_its_definition_gives(@TempDir Path directory) {
        deploy(
                command(
                        "/graceful",
                        "trap 'sleep 4; touch %1$s/ended; exit 0' TERM; touch %1$s/began; while true; do sleep 0.1; done"
                                .formatted(directory),
                        ",\"taskKillGracePeriodSeconds\":60"));
        await("the task listens")
                .atMost(Api.PATIENCE)
                .pollInterval(POLL)
                .until(() -> Files.exists(directory.resolve("began")));
        api().delete("/v2/apps/graceful").ok();
        api().awaitSettled();
        assertThat(directory.resolve("ended")).exists();
    }
}
