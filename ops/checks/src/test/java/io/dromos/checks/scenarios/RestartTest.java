package io.dromos.checks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.checks.cluster.Api;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Marathon's Restart and ReadinessCheck: deployments that wait, and go on waiting in the next
/// process of the server.
final class RestartTest extends Scene {

    @Test
    void deployments_that_wait_for_readiness_or_health_go_on_in_a_restarted_server()
            throws Exception {
        try (var ready = new Stub(port(21), 503);
                var healthy = new Stub(port(22), 500);
                var both = new Stub(port(23), 503)) {
            var check = Stub.checked("\"HTTP\",\"path\":\"/\",\"portIndex\":0");
            deploy("/ready", Stub.at(port(21)), Stub.readied());
            deploy("/healthy", Stub.at(port(22)), check);
            deploy("/both", Stub.at(port(23)), check, Stub.readied());
            api().post(
                            "/v2/apps",
                            sleeper(
                                    "/plain",
                                    ",\"instances\":2,\"constraints\":[[\"hostname\",\"IS\",\"nowhere\"]]"))
                    .ok();
            var tasks = ids(tasks());

            CLUSTER.get().server().kill();
            CLUSTER.get().startServer();

            assertThat(api().get("/v2/deployments").ok().json()).hasSize(4);
            awaitApp("/healthy", "is ill", it -> it.path("tasksUnhealthy").asInt() == 1);
            awaitNotReady(2);
            assertThat(api().get("/v2/deployments").ok().json()).hasSize(4);
            ready.answer(200);
            healthy.answer(200);
            both.answer(200);
            awaitDeployments(1);
            api().put("/v2/apps/plain?force=true", "{\"constraints\":[],\"instances\":1}").ok();
            awaitDeployments(0);
            assertThat(ids(tasks())).as("nothing was started twice").containsAll(tasks);
            assertThat(tasks()).hasSize(4);
        }
    }

    @Test
    void an_upgrade_waits_until_the_next_task_is_ready() throws Exception {
        try (var stub = new Stub(port(24), 200)) {
            var none =
                    ",\"upgradeStrategy\":{\"minimumHealthCapacity\":0,\"maximumOverCapacity\":0}";
            api().post("/v2/apps", sleeper("/gated", Stub.at(port(24)), Stub.readied(), none)).ok();
            api().awaitSettled();
            var before = ids(tasks());
            stub.answer(503);
            api().put("/v2/apps/gated", "{\"env\":{\"changed\":\"yes\"}}").ok();
            awaitNotReady(1);
            assertThat(ids(api().awaitRunning("/gated", 1))).doesNotContainAnyElementsOf(before);
            assertThat(app("/gated").path("deployments")).hasSize(1);
            stub.answer(200);
            api().awaitSettled();
        }
    }

    private static void deploy(String id, String... more) {
        api().post("/v2/apps", sleeper(id, more)).ok();
        api().awaitRunning(id, 1);
    }

    private static List<JsonNode> tasks() {
        var tasks = new ArrayList<JsonNode>();
        api().get("/v2/tasks").ok().json().path("tasks").forEach(tasks::add);
        return tasks;
    }

    private static void awaitDeployments(int count) {
        await(count + " deployments are open")
                .atMost(Api.PATIENCE)
                .pollInterval(POLL)
                .untilAsserted(
                        () -> assertThat(api().get("/v2/deployments").ok().json()).hasSize(count));
    }

    /// Waits until so many tasks were asked for their readiness, and are not ready.
    private static void awaitNotReady(int count) {
        await(count + " tasks are not ready")
                .atMost(Api.PATIENCE)
                .pollInterval(POLL)
                .until(
                        () -> {
                            int found = 0;
                            for (var deployment : api().get("/v2/deployments").ok().json())
                                for (var action : deployment.path("currentActions"))
                                    for (var result : action.path("readinessCheckResults"))
                                        if (!result.path("ready").asBoolean(true)) found++;
                            return found;
                        },
                        found -> found == count);
    }
}
