package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class HostUniqueTest {

    @RegisterExtension final Cluster cluster = new Cluster(Shape.agents(3));

    @Test
    void three_unique_instances_use_three_hosts_and_the_fourth_waits_and_says_why() {
        var api = cluster.api();
        api.post(
                        "/v2/apps",
                        """
                        {"id":"spread","cmd":"exec sleep 3600","cpus":0.1,"mem":32,
                         "constraints":[["hostname","UNIQUE"]]}
                        """)
                .ok();
        api.awaitSettled();

        api.put("/v2/apps/spread", "{\"instances\":3}").ok();
        assertThat(api.awaitRunning("/spread", 3))
                .extracting(task -> task.path("host").asText())
                .doesNotHaveDuplicates();
        api.awaitSettled();

        api.put("/v2/apps/spread", "{\"instances\":4}").ok();
        var waiting =
                await("the fourth instance waits for want of a host")
                        .atMost(Api.PATIENCE)
                        .until(
                                () -> api.get("/v2/queue").ok().json().path("queue").path(0),
                                entry -> declined(entry, "UnfulfilledConstraint") >= 3);
        assertThat(waiting.path("app").path("id").asText()).isEqualTo("/spread");
        assertThat(waiting.path("count").asInt()).isEqualTo(1);
        assertThat(api.get("/v3/apps/spread/why").ok().json().path("why").asText())
                .contains("hostname");
        assertThat(api.tasks("/spread")).hasSize(3);
    }

    private static int declined(JsonNode entry, String reason) {
        var summary = entry.path("processedOffersSummary").path("rejectSummaryLastOffers");
        for (JsonNode step : summary)
            if (step.path("reason").asText().equals(reason)) return step.path("declined").asInt();
        return 0;
    }
}
