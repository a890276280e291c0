package io.dromos.checks.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A server with a role of its own, in which new top-level groups enforce theirs.
final class RolesTest {

    @RegisterExtension
    final Cluster cluster =
            new Cluster(
                    Shape.SMALL.withServer(
                            "--mesos_role", "prod", "--new_group_enforce_role", "top"));

    @Test
    void roles_are_as_with_marathon_and_tasks_run_in_them() throws Exception {
        for (var recording : Recording.family("roles"))
            assertThat(Replay.of(recording, cluster.apiPort())).as(recording.name()).isEmpty();

        var api = cluster.api();
        api.post("/v2/apps", sleeper("/first")).ok();
        api.post("/v2/apps", sleeper("/shop/cart")).ok();
        api.awaitSettled();
        assertThat(api.awaitRunning("/shop/cart", 1))
                .extracting(RolesTest::role)
                .containsOnly("shop");
        assertThat(api.awaitRunning("/first", 1)).extracting(RolesTest::role).containsOnly("prod");
        assertThat(allocated())
                .as("what Mesos tells, which runs them")
                .extracting(task -> task.path("name").asText(), RolesTest::role)
                .contains(tuple("cart.shop", "shop"), tuple("first", "prod"));

        cluster.server().kill();
        cluster.startServer();
        api.put("/v2/apps/shop/cart", "{\"instances\": 2}").ok();
        api.awaitSettled();
        assertThat(api.awaitRunning("/shop/cart", 2))
                .extracting(RolesTest::role)
                .containsOnly("shop");
    }

    private static String sleeper(String id) {
        return """
        {"id":"%s","cpus":0.1,"mem":32,"cmd":"exec sleep 3600"}
        """
                .formatted(id);
    }

    private static String role(JsonNode task) {
        return task.path("role").asText();
    }

    private List<JsonNode> allocated() {
        var tasks = new ArrayList<JsonNode>();
        var state = Api.at(cluster.masterPort()).get("/state").ok().json();
        for (var framework : state.path("frameworks")) framework.path("tasks").forEach(tasks::add);
        return tasks;
    }
}
