package io.dromos.checks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.checks.cluster.Api;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Marathon's AppDeploy: creating, changing, checking and stopping applications.
final class AppDeployTest extends Scene {

    private static final String DELAYED = ",\"backoffSeconds\":3600,\"maxLaunchDelaySeconds\":3600";

    @Test
    void what_is_put_again_with_the_same_content_restarts_nothing() {
        deploy(sleeper("/same", ",\"instances\":2"));
        var before = ids(api().awaitRunning("/same", 2));
        var version = app("/same").path("version").asText();
        api().put("/v2/apps/same", sleeper("/same", ",\"instances\":2")).ok();
        api().awaitSettled();
        assertThat(ids(api().awaitRunning("/same", 2))).isEqualTo(before);
        assertThat(app("/same").path("version").asText()).isEqualTo(version);
    }

    @Test
    void a_scaling_goes_up_and_down_and_leaves_the_others_alone() {
        deploy(sleeper("/scaled", ",\"instances\":2"));
        var before = ids(api().awaitRunning("/scaled", 2));
        api().put("/v2/apps/scaled", "{\"instances\":4}").ok();
        api().awaitSettled();
        assertThat(ids(api().awaitRunning("/scaled", 4))).containsAll(before);
        api().put("/v2/apps/scaled", "{\"instances\":2}").ok();
        api().awaitSettled();
        assertThat(ids(api().awaitRunning("/scaled", 2))).as("the youngest went").isEqualTo(before);
    }

    @Test
    void a_new_configuration_lifts_the_delay_of_a_crash_loop_and_a_scaling_keeps_it() {
        api().post("/v2/apps", command("/crash", "exit 1", DELAYED)).ok();
        awaitQueued("/crash", "delayed", AppDeployTest::isDelayed);
        api().put("/v2/apps/crash?force=true", "{\"instances\":2}").ok();
        var scaled = awaitQueued("/crash", "scaled", it -> it.path("count").asInt() == 2);
        assertThat(isDelayed(scaled)).isTrue();
        api().put("/v2/apps/crash?force=true", "{\"cmd\":\"exec sleep 3600\"}").ok();
        api().awaitRunning("/crash", 2);
    }

    @Test
    void the_delay_of_a_crash_loop_is_shown_and_lifted_on_demand(@TempDir Path directory)
            throws Exception {
        crashLoop("/crash", directory);
        Files.createFile(directory.resolve("go"));
        assertThat(api().delete("/v2/queue//crash/delay").status()).isEqualTo(204);
        api().awaitRunning("/crash", 1);
        assertThat(app("/crash").at("/lastTaskFailure/state").asText()).isEqualTo("TASK_FAILED");
    }

    @Test
    void a_restart_waits_for_no_delay(@TempDir Path directory) throws Exception {
        crashLoop("/crash", directory);
        Files.createFile(directory.resolve("go"));
        api().post("/v2/apps/crash/restart?force=true", "{}").ok();
        api().awaitRunning("/crash", 1);
        api().awaitSettled();
    }

    private static void crashLoop(String id, Path directory) {
        var cmd = "test -e %s/go || exit 1; exec sleep 3600".formatted(directory);
        api().post("/v2/apps", command(id, cmd, DELAYED)).ok();
        var entry = awaitQueued(id, "delayed", AppDeployTest::isDelayed);
        assertThat(entry.at("/delay/timeLeftSeconds").asInt()).isBetween(3000, 3600);
    }

    private static boolean isDelayed(JsonNode entry) {
        return !entry.isMissingNode() && !entry.at("/delay/overdue").asBoolean();
    }

    @Test
    void a_deployment_is_done_once_its_task_is_healthy_by_http_on_a_port_it_names()
            throws Exception {
        int port = port(1);
        try (var stub = new Stub(port, 500)) {
            var check = Stub.checked("\"HTTP\",\"path\":\"/\",\"port\":%d".formatted(port));
            api().post("/v2/apps", sleeper("/sick", Stub.at(port), check)).ok();
            awaitApp("/sick", "is ill", it -> it.path("tasksUnhealthy").asInt() == 1);
            assertThat(app("/sick").path("deployments")).hasSize(1);
            stub.answer(200);
            api().awaitSettled();
            assertThat(app("/sick").path("tasksHealthy").asInt()).isEqualTo(1);
        }
    }

    @Test
    void a_deployment_whose_task_accepts_no_connection_is_never_done_and_can_be_rolled_back() {
        int port = port(2);
        var check = Stub.checked("\"TCP\",\"portIndex\":0");
        api().post("/v2/apps", sleeper("/deaf", Stub.at(port), check)).ok();
        awaitApp("/deaf", "is ill", it -> it.path("tasksUnhealthy").asInt() == 1);
        var deployment = app("/deaf").at("/deployments/0/id").asText();
        assertThat(deployment).isNotEmpty();
        api().delete("/v2/deployments/" + deployment).ok();
        api().awaitSettled();
        assertThat(api().get("/v2/apps/deaf").status()).isEqualTo(404);
    }

    @Test
    void a_deployment_is_done_once_its_task_accepts_connections() throws Exception {
        int port = port(3);
        try (var _ = new Stub(port, 200)) {
            deploy(sleeper("/open", Stub.at(port), Stub.checked("\"TCP\",\"portIndex\":0")));
            assertThat(app("/open").path("tasksHealthy").asInt()).isEqualTo(1);
        }
    }

    @Test
    void a_deployment_that_is_stopped_by_force_leaves_what_is_wanted() {
        deploy(sleeper("/stopped"));
        api().put("/v2/apps/stopped", "{\"cpus\":10000}").ok();
        var deployment = app("/stopped").at("/deployments/0/id").asText();
        assertThat(api().delete("/v2/deployments/" + deployment + "?force=true").status())
                .isEqualTo(202);
        api().awaitSettled();
        assertThat(app("/stopped").path("cpus").asInt()).isEqualTo(10_000);
        assertThat(app("/stopped").path("deployments")).isEmpty();
        assertThat(api().awaitRunning("/stopped", 1)).hasSize(1);
    }

    @Test
    void a_rollback_brings_the_old_definition_and_its_number_back() {
        deploy(sleeper("/back"));
        api().put("/v2/apps/back", "{\"cpus\":10000,\"instances\":2}").ok();
        var deployment = app("/back").at("/deployments/0/id").asText();
        api().delete("/v2/deployments/" + deployment).ok();
        api().awaitSettled();
        assertThat(app("/back").path("cpus").asDouble()).isEqualTo(0.1);
        api().awaitRunning("/back", 1);
    }

    @Test
    void what_is_deleted_ends_and_an_application_of_its_name_begins_anew() {
        deploy(sleeper("/gone", ",\"instances\":2"));
        var before = api().awaitRunning("/gone", 2).stream().map(Scene::instance).toList();
        api().delete("/v2/apps/gone").ok();
        await("gone")
                .atMost(Api.PATIENCE)
                .pollInterval(POLL)
                .until(() -> api().get("/v2/tasks").ok().json().path("tasks").isEmpty());
        assertThat(api().get("/v2/apps/gone").status()).isEqualTo(404);
        deploy(sleeper("/gone"));
        assertThat(api().awaitRunning("/gone", 1))
                .extracting(Scene::instance)
                .doesNotContainAnyElementsOf(before);
    }
}
