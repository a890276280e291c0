package io.dromos.checks.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DeadlineTest {

    private static final int INSTANCES = 3;
    private static final Duration LOOK = Duration.ofMillis(50);
    @RegisterExtension final Cluster cluster = new Cluster(Shape.SMALL);

    @Test
    void a_version_that_never_gets_healthy_is_told_of_and_then_undone_and_the_old_one_runs_on() {
        var api = cluster.api();
        api.put("/v2/apps/web", definition("first", "true")).ok();
        api.awaitSettled();
        api.put("/v2/apps/web", definition("second", "false")).ok();
        var id = api.get("/v2/deployments").json().path(0).path("id").asText();

        deadline(id, "{\"seconds\":2}");
        awaitWhileServed("it counts as stalled", () -> isIn(id, "stalled"));
        var stalled = shown(id).path("applications").path(0).path("stalled").path("why").asText();
        assertThat(stalled).startsWith("no progress for 2 s, 0 of 3 instances are ready");
        assertThat(api.get("/v3/apps/web/why").json().path("why").asText()).contains("is stalled");

        deadline(id, "{\"seconds\":2,\"rollback\":true}");
        awaitWhileServed("it is undone", () -> isIn(id, "superseded"));
        assertThat(shown(id).path("by").asText()).isEqualTo("system:deadline");
        assertThat(shown(id).path("why").asText())
                .startsWith("undone by the deployment " + shown(id).path("undoneBy").asText())
                .contains(", since its deadline passed: ", "no progress for 2 s");
        awaitWhileServed("the way back is done", () -> api.get("/v2/deployments").json().isEmpty());
        assertThat(healthy()).isEqualTo(INSTANCES);
        assertThat(api.tasks("/web")).hasSize(INSTANCES);
        var app = api.get("/v2/apps/web").json().path("app");
        assertThat(app.path("labels").path("version").asText()).isEqualTo("first");
    }

    /// Waits, and sees each time that as many are healthy as the change may leave.
    private void awaitWhileServed(String what, Callable<Boolean> done) {
        await(what)
                .atMost(Api.PATIENCE)
                .pollInterval(LOOK)
                .until(() -> {
                    assertThat(healthy()).isGreaterThanOrEqualTo(INSTANCES);
                    return done.call();
                });
    }

    private boolean isIn(String id, String state) {
        return shown(id).path("state").asText().equals(state);
    }

    private void deadline(String id, String body) {
        cluster.api().put("/v3/deployments/" + id + "/deadline", body).ok();
    }

    private JsonNode shown(String id) {
        return cluster.api().get("/v3/deployments/" + id).ok().json();
    }

    /// By the agent's own word.
    private int healthy() {
        int healthy = 0;
        var state = cluster.nodes().getFirst().api().get("/state").ok().json();
        for (JsonNode framework : state.path("frameworks"))
            for (JsonNode executor : framework.path("executors"))
                for (JsonNode task : executor.path("tasks")) {
                    var statuses = task.path("statuses");
                    var last = statuses.path(statuses.size() - 1);
                    boolean runs = task.path("state").asText().equals("TASK_RUNNING");
                    if (runs && last.path("healthy").asBoolean()) healthy++;
                }
        return healthy;
    }

    private static String definition(String version, String check) {
        return """
        {"id":"/web","instances":%d,"cpus":0.01,"mem":16,"cmd":"exec sleep 3600",
         "labels":{"version":"%s"},
         "healthChecks":[{"protocol":"COMMAND","command":{"value":"%s"},"delaySeconds":0,
           "intervalSeconds":1,"gracePeriodSeconds":3600,"maxConsecutiveFailures":0}],
         "upgradeStrategy":{"minimumHealthCapacity":1,"maximumOverCapacity":0.34}}
        """
                .formatted(INSTANCES, version, check);
    }
}
