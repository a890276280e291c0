package io.dromos.checks.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PauseTest {

    private static final int INSTANCES = 3;

    @RegisterExtension final Cluster cluster = new Cluster(Shape.SMALL);

    /// The first instance of the new version becomes healthy while its deployment is paused and the
    /// server is dead: an exchange that goes on would now end an old one.
    @Test
    void a_deployment_that_is_paused_is_so_after_a_crash_and_replaces_what_dies() throws Exception {
        var api = cluster.api();
        api.put("/v2/apps/web", definition("first", "")).ok();
        api.awaitSettled();
        var old = tasks();
        api.put("/v2/apps/web", definition("second", healthCheck())).ok();
        var id = api.get("/v2/deployments").json().path(0).path("id").asText();
        awaitApp(id, "new", 1);

        var reason = "{\"reason\":\"look first\"}";
        assertThat(steer(id, "pause", reason).path("state").asText()).isEqualTo("paused");
        awaitApp(id, "paused", 1);
        cluster.server().kill();
        Files.createFile(cluster.directory().resolve("gate"));
        cluster.startServer();
        awaitApp(id, "ready", 1);

        var victim = old.iterator().next();
        api.delete("/v2/apps/web/tasks/" + victim).ok();
        await("what was killed is replaced")
                .atMost(Api.PATIENCE)
                .until(() -> tasks().size() == INSTANCES + 1 && !tasks().contains(victim));
        awaitApp(id, "ready", 2);
        var kept = new HashSet<>(old);
        kept.remove(victim);
        assertThat(tasks()).containsAll(kept);
        var shown = api.get("/v3/deployments/" + id).ok().json();
        assertThat(shown.path("paused").path("reason").asText()).isEqualTo("look first");
        assertThat(api.get("/v3/apps/web/why").ok().json().path("why").asText())
                .contains("is paused since", "look first", "2 of 3 instances are ready");

        assertThat(steer(id, "resume", "").path("state").asText()).isEqualTo("running");
        api.awaitSettled();
        assertThat(tasks()).hasSize(INSTANCES).doesNotContainAnyElementsOf(old);
        assertThat(api.get("/v3/deployments/" + id).ok().json().path("state").asText())
                .isEqualTo("finished");
    }

    private JsonNode steer(String id, String how, String body) {
        return cluster.api().put("/v3/deployments/" + id + "/" + how, body).ok().json();
    }

    /// Waits until the only application of the deployment has so many of these.
    private void awaitApp(String id, String what, int count) {
        await("%d %s".formatted(count, what))
                .atMost(Api.PATIENCE)
                .until(() -> {
                    var shown = cluster.api().get("/v3/deployments/" + id).json();
                    var value = shown.path("applications").path(0).path(what);
                    return value.isBoolean() ? value.asBoolean() : value.asInt() == count;
                });
    }

    private Set<String> tasks() {
        return cluster.api().tasks("/web").stream()
                .map(task -> task.path("id").asText())
                .collect(Collectors.toSet());
    }

    private String healthCheck() {
        return """
        "healthChecks":[{"protocol":"COMMAND","command":{"value":"test -e %s"},"delaySeconds":0,
          "intervalSeconds":1,"gracePeriodSeconds":3600,"maxConsecutiveFailures":0}],
        """
                .formatted(cluster.directory().resolve("gate"));
    }

    private static String definition(String version, String more) {
        return """
        {"id":"/web","instances":%d,"cpus":0.01,"mem":16,"cmd":"exec sleep 3600",%s
         "labels":{"version":"%s"},
         "upgradeStrategy":{"minimumHealthCapacity":1,"maximumOverCapacity":0.34}}
        """
                .formatted(INSTANCES, more, version);
    }
}
