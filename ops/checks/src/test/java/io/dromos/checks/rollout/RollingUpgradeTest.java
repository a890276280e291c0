package io.dromos.checks.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RollingUpgradeTest {

    private static final int INSTANCES = 20;
    private static final int LEAST = 18;
    private static final int MOST = 30;
    private static final int CLIENTS = 4;
    private static final Duration LOOK = Duration.ofMillis(20);

    @RegisterExtension final Cluster cluster = new Cluster(Shape.agents(2));

    private int fewest = Integer.MAX_VALUE;
    private int most;

    /// An instance leaves the pool before it gets TERM: the clients notice nothing.
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = "MESOS_HTTP")
    void an_upgrade_under_load_fails_no_request_and_keeps_its_capacity(String protocol)
            throws Exception {
        assumeThat(HaProxy.isInstalled()).as("haproxy is installed").isTrue();
        assumeThat(Files.isExecutable(Path.of("/bin/busybox"))).as("busybox is there").isTrue();
        try (var pool = HaProxy.start(cluster.directory(), cluster.freePort(), cluster.freePort());
                var feeder = PoolFeeder.start(cluster.apiPort(), "/web", pool)) {
            cluster.api().put("/v2/apps/web", definition(protocol, "first")).ok();
            cluster.api().awaitSettled();
            await("all are in the pool")
                    .atMost(Api.PATIENCE)
                    .until(() -> pool.ready() == INSTANCES);

            upgrade(pool, protocol);

            assertThat(feeder.failures()).isEmpty();
        }
    }

    private void upgrade(HaProxy pool, String protocol) throws Exception {
        try (var requests = Requests.start(pool.port(), CLIENTS)) {
            await("the first version answers")
                    .atMost(Api.PATIENCE)
                    .until(() -> requests.answeredBy("first") > 0);

            cluster.api().put("/v2/apps/web", definition(protocol, "second")).ok();
            await("the upgrade is done")
                    .atMost(Api.PATIENCE)
                    .pollInterval(LOOK)
                    .until(this::isDoneWhileCounted);
            await("the second version alone answers")
                    .atMost(Api.PATIENCE)
                    .until(() -> requests.answeredBy("second") > 0 && pool.ready() == INSTANCES);

            assertThat(requests.failures()).isEmpty();
        }
        assertThat(fewest).as("healthy at once, by the agents' word").isBetween(LEAST, INSTANCES);
        assertThat(most).as("live at once, by the agents' word").isBetween(INSTANCES + 1, MOST);
    }

    private boolean isDoneWhileCounted() {
        int healthy = 0;
        int live = 0;
        for (var node : cluster.nodes())
            for (JsonNode framework : node.api().get("/state").ok().json().path("frameworks"))
                for (JsonNode executor : framework.path("executors"))
                    for (JsonNode task : executor.path("tasks")) {
                        live++;
                        if (isHealthy(task)) healthy++;
                    }
        fewest = Math.min(fewest, healthy);
        most = Math.max(most, live);
        return cluster.api().get("/v2/deployments").json().isEmpty();
    }

    private static boolean isHealthy(JsonNode task) {
        var statuses = task.path("statuses");
        return task.path("state").asText().equals("TASK_RUNNING")
                && statuses.path(statuses.size() - 1).path("healthy").asBoolean();
    }

    private static String definition(String protocol, String version) throws IOException {
        return """
        {"id":"/web","instances":%d,"cpus":0.01,"mem":16,
         "cmd":"mkdir www; echo %s >www/version; exec busybox httpd -f -p 127.0.0.1:$PORT0 -h www",
         "portDefinitions":[{"port":0}],
         "labels":{"DROMOS_DRAIN_SECONDS":"5"},
         "upgradeStrategy":{"minimumHealthCapacity":0.9,"maximumOverCapacity":0.5},
         "healthChecks":[{"protocol":"%s","path":"/version","portIndex":0,"intervalSeconds":1,
           "timeoutSeconds":20,"delaySeconds":0,"gracePeriodSeconds":60}]}
        """
                .formatted(INSTANCES, version, protocol);
    }
}
