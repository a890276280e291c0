package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class UnfinishedTest {

    private static final int APPLICATIONS = 1_000;
    private static final List<String> UNFINISHED = List.of("/left/a", "/left/b", "/left/c");

    /// Each agent has room for one instance that wants a whole processor; only the first is there.
    @RegisterExtension
    final Cluster cluster =
            new Cluster(Shape.agents(2).offering("cpus:1;mem:4096;disk:4096").starting(1));

    @Test
    void three_of_a_thousand_applications_finish_after_a_crash_though_nobody_asks()
            throws Exception {
        var api = cluster.api();
        // Applications that want no instance are unfinished by nothing.
        api.put("/v2/apps", many(APPLICATIONS - UNFINISHED.size() - 1)).ok();
        api.post("/v2/apps", sleeping("/full", "1")).ok();
        api.awaitSettled();
        for (var app : UNFINISHED) api.post("/v2/apps", sleeping(app, "0.3")).ok();
        assertThat(api.get("/v2/apps").json().path("apps")).hasSize(APPLICATIONS);
        assertThat(api.get("/v2/deployments").json()).hasSize(UNFINISHED.size());
        var before = cluster.processes();
        assertThat(before).hasSize(1);

        cluster.server().kill();
        cluster.agent(cluster.nodes().getFirst()).kill();
        for (var node : cluster.nodes()) cluster.startAgent(node);
        cluster.startServer();

        await("by the agents' own word, the three run beside what ran before")
                .atMost(Api.PATIENCE)
                .untilAsserted(() ->
                        assertThat(cluster.processes())
                                .containsAllEntriesOf(before)
                                .hasSize(1 + UNFINISHED.size()));
        api.awaitSettled();
        for (var app : UNFINISHED) api.awaitRunning(app, 1);
    }

    private static String many(int count) {
        return IntStream.range(0, count)
                .mapToObj("{\"id\":\"/many/%d\",\"cmd\":\"true\",\"instances\":0}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String sleeping(String app, String cpus) {
        return "{\"id\":\"%s\",\"cmd\":\"exec sleep 3600\",\"cpus\":%s,\"mem\":32}"
                .formatted(app, cpus);
    }
}
