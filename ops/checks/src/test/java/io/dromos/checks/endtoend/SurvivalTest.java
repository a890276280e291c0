package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.agent.node.supervise.ProcessIdentity;
import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SurvivalTest {

    private static final int APPLICATIONS = 10;

    @RegisterExtension final Cluster cluster = new Cluster(Shape.SMALL);

    private Picture before = new Picture(Map.of(), Map.of(), "", Map.of());

    /// What must not change: processes, what clients are told, and the versions of each
    /// application.
    ///
    /// @param tasks id and state of each task, by the agent's own word
    private record Picture(
            Map<String, ProcessIdentity> processes,
            Map<String, String> tasks,
            String applications,
            Map<String, String> versions) {}

    @BeforeEach
    void ten_applications_run() throws IOException {
        var api = cluster.api();
        for (int number = 0; number < APPLICATIONS; number++)
            api.post(
                            "/v2/apps",
                            """
                            {"id":"app%d","cmd":"exec sleep 3600","cpus":0.1,"mem":32}
                            """
                                    .formatted(number))
                    .ok();
        api.awaitSettled();
        api.put("/v2/apps/app0", "{\"labels\":{\"changed\":\"yes\"},\"instances\":2}").ok();
        api.awaitSettled();
        before = await().atMost(Api.PATIENCE).until(this::picture, it -> it.tasks().size() == 11);
        assertThat(before.processes()).hasSize(APPLICATIONS + 1);
    }

    @Test
    void killed_servers_and_agents_come_back_to_the_same_tasks_state_and_history()
            throws Exception {
        cluster.server().kill();
        cluster.startServer();
        everything_is_as_before_and_goes_on();

        var node = cluster.nodes().getFirst();
        cluster.agent(node).kill();
        cluster.startAgent(node);
        everything_is_as_before_and_goes_on();

        cluster.server().kill();
        cluster.agent(node).kill();
        cluster.startServer();
        cluster.startAgent(node);
        everything_is_as_before_and_goes_on();
    }

    /// Only what still obeys has survived: a restarted application gets new processes.
    private void everything_is_as_before_and_goes_on() throws Exception {
        await("the agents' and the server's word are as before")
                .atMost(Api.PATIENCE)
                .untilAsserted(() -> assertThat(picture()).isEqualTo(before));

        cluster.api().post("/v2/apps/app1/restart", "{}").ok();
        cluster.api().awaitSettled();

        var after = picture();
        assertThat(after.processes()).hasSize(APPLICATIONS + 1);
        assertThat(after.processes().values())
                .filteredOn(it -> !before.processes().containsValue(it))
                .hasSize(1);
        before = after;
    }

    private Picture picture() throws IOException {
        var api = cluster.api();
        var versions = new TreeMap<String, String>();
        IntStream.range(0, APPLICATIONS)
                .mapToObj("/v2/apps/app%d/versions"::formatted)
                .forEach(path -> versions.put(path, api.get(path).ok().body()));
        return new Picture(
                cluster.processes(),
                agentTasks(),
                api.get("/v2/apps?embed=apps.tasks").ok().body(),
                versions);
    }

    private Map<String, String> agentTasks() {
        var tasks = new TreeMap<String, String>();
        for (JsonNode framework : state().path("frameworks"))
            for (JsonNode executor : framework.path("executors"))
                for (JsonNode task : executor.path("tasks"))
                    tasks.put(task.path("id").asText(), task.path("state").asText());
        return tasks;
    }

    private JsonNode state() {
        return cluster.nodes().getFirst().api().get("/state").ok().json();
    }
}
