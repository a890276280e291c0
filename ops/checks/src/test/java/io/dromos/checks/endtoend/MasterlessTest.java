package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class MasterlessTest {

    @RegisterExtension final Cluster cluster = new Cluster(Shape.SMALL.starting(0));

    @Test
    void without_a_master_changes_are_admitted_and_carried_out_when_it_comes() {
        var api = cluster.api();
        api.post(
                        "/v2/apps",
                        "{\"id\":\"early\",\"cmd\":\"exec sleep 3600\",\"cpus\":0.1,\"mem\":32}")
                .ok();
        assertThat(api.get("/v2/apps/early").ok().json().path("app").path("instances").asInt())
                .isEqualTo(1);
        assertThat(api.get("/v2/deployments").ok().json()).hasSize(1);

        for (var node : cluster.nodes()) cluster.startAgent(node);

        api.awaitRunning("/early", 1);
        api.awaitSettled();
    }
}
