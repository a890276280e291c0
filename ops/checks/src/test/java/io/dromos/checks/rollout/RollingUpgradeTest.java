package io.dromos.checks.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import io.dromos.events.AppId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Twenty instances behind HAProxy are exchanged under load, from a version whose health the agent
/// checks to one whose health the server checks, and back.
///
/// `-Ddromos.upgrades=N` sets how often, and `-Ddromos.report=FILE` keeps a report.
final class RollingUpgradeTest {

    private static final int UPGRADES = Integer.getInteger("dromos.upgrades", 2);
    private static final int INSTANCES = 20;
    private static final int LEAST = 18;
    private static final int MOST = 30;
    private static final int CLIENTS = 4;
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final AppId WEB = new AppId("/web");

    /// Who checks the health of a version, in turn.
    private static final List<String> PROTOCOLS = List.of("MESOS_HTTP", "HTTP");

    @RegisterExtension final Cluster cluster = new Cluster(Shape.agents(2));

    private final List<Seen> upgrades = new ArrayList<>();
    private Range agents = Range.NONE;
    private Range pooled = Range.NONE;

    /// From outside, at some moments.
    private record Range(long fewest, long most) {
        static final Range NONE = new Range(Long.MAX_VALUE, 0);

        Range with(long low, long high) {
            return new Range(Math.min(fewest, low), Math.max(most, high));
        }
    }

    /// What an upgrade came to, as seen from outside.
    private record Seen(int version, long requests, Range agents, Range pooled, Duration took) {}

    /// An instance leaves the pool before it gets TERM: the clients notice nothing.
    @Test
    void an_upgrade_under_load_fails_no_request_and_keeps_its_capacity() throws Exception {
        assumeThat(HaProxy.isInstalled()).as("haproxy is installed").isTrue();
        assumeThat(Files.isExecutable(Path.of("/bin/busybox"))).as("busybox is there").isTrue();
        String proxy;
        try (var pool = HaProxy.start(cluster.directory(), cluster.freePort(), cluster.freePort());
                var feeder = PoolFeeder.start(cluster.apiPort(), "/web", pool)) {
            proxy = pool.version();
            cluster.api().put("/v2/apps/web", definition(0)).ok();
            cluster.api().awaitSettled();
            await("all are in the pool")
                    .atMost(Api.PATIENCE)
                    .until(() -> pool.ready() == INSTANCES);
            for (int version = 1; version <= UPGRADES; version++) upgrade(pool, version);
            assertThat(feeder.failures()).isEmpty();
        }
        cluster.server().kill();
        var spans = LoggedBounds.of(cluster.data().resolve("log"), WEB);
        assertThat(spans).hasSize(1 + UPGRADES);
        report(proxy, spans.subList(1, spans.size()));
        assertThat(spans.subList(1, spans.size()))
                .allSatisfy(span -> {
                    assertThat(span.fewest()).as("%s", span).isBetween(LEAST, INSTANCES - 1);
                    assertThat(span.most()).as("%s", span).isBetween(INSTANCES + 1, MOST);
                });
    }

    private void upgrade(HaProxy pool, int version) throws Exception {
        agents = Range.NONE;
        pooled = Range.NONE;
        long began = System.nanoTime();
        try (var requests = Requests.start(pool.port(), CLIENTS)) {
            await("the version before answers")
                    .atMost(Api.PATIENCE)
                    .until(() -> requests.answeredBy(name(version - 1)) > 0);

            cluster.api().put("/v2/apps/web", definition(version)).ok();
            await("the upgrade is done")
                    .atMost(Api.PATIENCE)
                    .pollInterval(LOOK)
                    .until(() -> isDoneWhileCounted(pool));
            await("the next version alone answers")
                    .atMost(Api.PATIENCE)
                    .until(() ->
                            requests.answeredBy(name(version)) > 0 && pool.ready() == INSTANCES);

            assertThat(requests.failures()).isEmpty();
            var took = Duration.ofNanos(System.nanoTime() - began);
            upgrades.add(new Seen(version, requests.answered(), agents, pooled, took));
        }
        assertThat(agents.fewest()).as("run, by the agents' word").isGreaterThanOrEqualTo(LEAST);
        assertThat(agents.most())
                .as("live, by the agents' word")
                .isBetween(INSTANCES + 1L, (long) MOST);
        assertThat(pooled.fewest()).as("served by HAProxy").isGreaterThanOrEqualTo(LEAST);
    }

    private boolean isDoneWhileCounted(HaProxy pool) {
        int well = 0;
        int live = 0;
        for (var node : cluster.nodes())
            for (JsonNode framework : node.api().get("/state").ok().json().path("frameworks"))
                for (JsonNode executor : framework.path("executors"))
                    for (JsonNode task : executor.path("tasks")) {
                        live++;
                        if (isWell(task)) well++;
                    }
        agents = agents.with(well, live);
        long ready = pool.ready();
        pooled = pooled.with(ready, ready);
        return cluster.api().get("/v2/deployments").json().isEmpty();
    }

    /// The agent knows only of the health that it checks itself.
    private static boolean isWell(JsonNode task) {
        var statuses = task.path("statuses");
        return task.path("state").asText().equals("TASK_RUNNING")
                && statuses.path(statuses.size() - 1).path("healthy").asBoolean(true);
    }

    private void report(String proxy, List<LoggedBounds.Span> logged) throws IOException {
        var text =
                """
                # Upgrades behind HAProxy

                Written by `RollingUpgradeTest` (`ops/bin/soak haproxy`). %d instances of a web server behind HAProxy %s, which tries
                nothing twice, are exchanged under the load of %d clients that ask without a pause. At least %d must serve and at most
                %d may be there at each instant; an instance that is to end goes on for 5 s, and serves no more by this count.

                - %d requests, 0 of which failed, on %d processors that carry everything, the clients too.

                | Version | Health checked by | Requests | Failed | Fewest served, by the server's facts | by HAProxy | Fewest that ran, by the agents | Most there, by the server's facts | by the agents | Seconds |
                |---|---|---|---|---|---|---|---|---|---|
                %s
                """
                        .formatted(
                                INSTANCES,
                                proxy,
                                CLIENTS,
                                LEAST,
                                MOST,
                                upgrades.stream().mapToLong(Seen::requests).sum(),
                                Runtime.getRuntime().availableProcessors(),
                                upgrades.stream()
                                        .map(seen -> row(seen, logged.get(seen.version() - 1)))
                                        .collect(Collectors.joining("\n")));
        System.out.println(text);
        var file = System.getProperty("dromos.report", "");
        if (!file.isEmpty()) Files.writeString(Path.of(file), text);
    }

    private static String row(Seen seen, LoggedBounds.Span logged) {
        return "| %s to %s | %s | %d | 0 | %d | %d | %d | %d | %d | %.1f |"
                .formatted(
                        name(seen.version() - 1),
                        name(seen.version()),
                        protocol(seen.version()).equals("HTTP") ? "the server" : "the agents",
                        seen.requests(),
                        logged.fewest(),
                        seen.pooled().fewest(),
                        seen.agents().fewest(),
                        logged.most(),
                        seen.agents().most(),
                        seen.took().toMillis() / 1e3);
    }

    private static String name(int version) {
        return "v" + version;
    }

    private static String protocol(int version) {
        return PROTOCOLS.get(version % PROTOCOLS.size());
    }

    private static String definition(int version) {
        return """
        {"id":"/web","instances":%d,"cpus":0.01,"mem":16,
         "cmd":"mkdir www; echo %s >www/version; exec busybox httpd -f -p 127.0.0.1:$PORT0 -h www",
         "portDefinitions":[{"port":0}],
         "labels":{"DROMOS_DRAIN_SECONDS":"5"},
         "upgradeStrategy":{"minimumHealthCapacity":0.9,"maximumOverCapacity":0.5},
         "healthChecks":[{"protocol":"%s","path":"/version","portIndex":0,"intervalSeconds":1,
           "timeoutSeconds":20,"delaySeconds":0,"gracePeriodSeconds":60}]}
        """
                .formatted(INSTANCES, name(version), protocol(version));
    }
}
