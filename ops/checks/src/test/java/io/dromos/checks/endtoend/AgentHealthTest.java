package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Health checks and checks that the agent carries out, asked for by definitions.
final class AgentHealthTest {

    private static final String OFTEN =
            "\"delaySeconds\":0,\"intervalSeconds\":1,\"timeoutSeconds\":60";
    private static final Duration POLL = Duration.ofMillis(100);

    @RegisterExtension final Cluster cluster = new Cluster(Shape.SMALL);

    @Test
    void checks_of_the_agent_are_shown_decide_who_is_replaced_and_hold_a_deployment_up()
            throws IOException {
        var looks = deployLooked();
        var first = deploySick();
        deployWell();
        var go = deploySlow();

        a_deployment_goes_on_until_its_instance_is_healthy(go);
        what_is_found_by_command_request_and_connection_is_shown();
        an_instance_that_is_not_healthy_is_replaced(first);
        a_check_tells_its_result_and_ends_nobody(looks);
    }

    private void deployWell() {
        var page =
                "echo well > health; exec '%s' -b 127.0.0.1 -p $PORT0 -d \\\"$PWD\\\""
                        .formatted(Path.of(System.getProperty("java.home"), "bin", "jwebserver"));
        deploy("page", page, healthCheck("MESOS_HTTP", "\"path\":\"/health\""));
        deploy("port", page, healthCheck("MESOS_TCP", "\"portIndex\":0"));
        deploy("command", "touch ok; exec sleep 3600", command("test -e ok", 300, 3));
    }

    private void what_is_found_by_command_request_and_connection_is_shown() {
        for (var app : List.of("page", "port", "command")) awaitHealthy(app);
        cluster.api().awaitSettled();
    }

    /// Well from its second run on.
    private Path deploySick() {
        var first = cluster.directory().resolve("first");
        var sickAtFirst = "mkdir '%s' || touch ok; exec sleep 3600".formatted(first);
        deploy("sick", sickAtFirst, command("test -e ok", 0, 2));
        return first;
    }

    private void an_instance_that_is_not_healthy_is_replaced(Path first) {
        awaitHealthy("sick");
        assertThat(first).isDirectory();
        var task = cluster.api().tasks("/sick").getFirst().path("id").asText();
        assertThat(task).doesNotEndWith("._app.1");
    }

    /// Well once a file is there.
    private Path deploySlow() {
        var go = cluster.directory().resolve("go");
        var asked = "echo tried >> '%s'; test -e '%s'".formatted(tries(), go);
        deploy("slow", "exec sleep 3600", command(asked, 3600, 3));
        return go;
    }

    private Path tries() {
        return cluster.directory().resolve("tries");
    }

    private void a_deployment_goes_on_until_its_instance_is_healthy(Path go) throws IOException {
        awaitLines(tries(), 3);
        cluster.api().awaitRunning("/slow", 1);
        var slow = cluster.api().get("/v2/apps/slow").ok().json().path("app");
        assertThat(slow.path("deployments")).hasSize(1);
        assertThat(cluster.api().get("/v3/apps/slow/why").ok().json().path("why").asText())
                .contains("1 instance runs and may not be counted on yet")
                .contains("waits for the first result of its health check");

        Files.createFile(go);
        awaitHealthy("slow");
    }

    private Path deployLooked() {
        var looks = cluster.directory().resolve("looks");
        var check =
                "\"check\":{\"exec\":{\"command\":{\"shell\":\"echo looked >> '%s'; exit 7\"}},%s}"
                        .formatted(looks, OFTEN);
        deploy("looked", "exec sleep 3600", check);
        return looks;
    }

    private void a_check_tells_its_result_and_ends_nobody(Path looks) {
        awaitLines(looks, 3);
        var task = cluster.api().awaitRunning("/looked", 1).getFirst().path("id").asText();
        assertThat(task).endsWith("._app.1");
        await("the master knows the result")
                .atMost(Api.PATIENCE)
                .pollInterval(POLL)
                .until(() -> told(task).equals("7"));
        await("it is shown with the task")
                .atMost(Api.PATIENCE)
                .pollInterval(POLL)
                .until(() -> shown().at("/checkResult/command/exitCode").asInt() == 7);
        assertThat(shown().path("id").asText()).isEqualTo(task);
        assertThat(shown().path("healthCheckResults")).isEmpty();
    }

    private JsonNode shown() {
        return cluster.api().tasks("/looked").getFirst();
    }

    private void deploy(String id, String cmd, String checks) {
        var app =
                "{\"id\":\"%s\",\"cmd\":\"%s\",\"cpus\":0.1,\"mem\":64,%s}"
                        .formatted(id, cmd, checks);
        cluster.api().post("/v2/apps", app).ok();
    }

    /// One that bears whatever happens at the start.
    private static String healthCheck(String protocol, String more) {
        return "\"healthChecks\":[{\"protocol\":\"%s\",\"gracePeriodSeconds\":300,%s,%s}]"
                .formatted(protocol, more, OFTEN);
    }

    private static String command(String command, int grace, int failures) {
        return healthCheck("COMMAND", "\"command\":{\"value\":\"%s\"}".formatted(command))
                .replace("300", Integer.toString(grace))
                .replace("}]", ",\"maxConsecutiveFailures\":%d}]".formatted(failures));
    }

    private void awaitHealthy(String app) {
        await(app + " is healthy")
                .atMost(Api.PATIENCE)
                .pollInterval(POLL)
                .untilAsserted(() -> {
                    JsonNode shown = cluster.api().get("/v2/apps/" + app).ok().json().path("app");
                    assertThat(shown.path("tasksHealthy").asInt()).isEqualTo(1);
                    assertThat(shown.path("tasksUnhealthy").asInt()).isZero();
                });
    }

    private static void awaitLines(Path file, int count) {
        await(count + " lines in " + file.getFileName())
                .atMost(Api.PATIENCE)
                .pollInterval(POLL)
                .until(() -> Files.exists(file) && Files.readAllLines(file).size() >= count);
    }

    /// The exit code that the task's check had last, as the master was told.
    private String told(String task) {
        var call = "{\"type\":\"GET_TASKS\"}";
        var answer = Api.at(cluster.masterPort()).post("/api/v1", call).ok().json();
        var code = "";
        for (var shown : answer.at("/get_tasks/tasks"))
            if (shown.at("/task_id/value").asText().equals(task))
                for (var status : shown.path("statuses"))
                    code = status.at("/check_status/command/exit_code").asText(code);
        return code;
    }
}
