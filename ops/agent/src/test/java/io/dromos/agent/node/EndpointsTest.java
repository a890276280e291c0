package io.dromos.agent.node;

import static io.dromos.agent.node.Harness.command;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.agent.http.Request;
import io.dromos.agent.http.Response;
import io.dromos.agent.link.MesosJson;
import io.dromos.agent.node.serve.Endpoints;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {
    @TempDir Path directory;
    private Harness harness;
    private Endpoints endpoints;
    private Path sandbox;

    @BeforeEach
    void start() throws Exception {
        harness = new Harness(directory).register();
        harness.launch(
                command("web.1", "echo serving; exec sleep 1000")
                        .addResources(Harness.ports(31000, 31000)));
        harness.awaitState("web.1", TASK_RUNNING);
        await().until(() -> harness.output("web.1", "stdout").equals("serving\n"));
        sandbox = harness.sandbox("web.1");
        endpoints = harness.endpoints();
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void the_state_has_the_shape_of_a_mesos_agents() throws Exception {
        harness.launch(command("done.1", "true"));
        harness.awaitEnd("done.1");
        await().until(() ->
                harness.agent().tasks().all().stream()
                                .filter(entry -> entry.task().isCompleted())
                                .count()
                        == 1);
        var state = json(get("/state", Map.of()));
        assertThat(state).isEqualTo(withTime(json(get("/slave(1)/state", Map.of())), state));
        assertThat(state.path("id").asText()).isEqualTo("agent-S0");
        assertThat(state.path("pid").asText()).isEqualTo("slave(1)@127.0.0.1:31999");
        assertThat(state.path("resources").path("ports").asText()).isEqualTo("[31000-31099]");
        assertThat(state.path("unreserved_resources_allocated").toString())
                .isEqualTo(
                        "{\"disk\":0,\"mem\":64,\"gpus\":0,\"cpus\":0.1,\"ports\":\"[31000-31000]\"}");
        var framework = state.path("frameworks").path(0);
        assertThat(framework.path("id").asText()).isEqualTo("fw-1");
        var executor = framework.path("executors").path(0);
        assertThat(executor.path("id").asText()).isEqualTo("web.1");
        assertThat(executor.path("directory").asText()).isEqualTo(sandbox.toString());
        assertThat(executor.path("container").asText())
                .isEqualTo(String.valueOf(sandbox.getFileName()));
        var task = executor.path("tasks").path(0);
        assertThat(task.path("state").asText()).isEqualTo("TASK_RUNNING");
        assertThat(task.path("statuses").size()).isEqualTo(2);
        var completed =
                framework.path("completed_executors").path(0).path("completed_tasks").path(0);
        assertThat(completed.path("state").asText()).isEqualTo("TASK_FINISHED");
    }

    @Test
    void containers_are_those_that_run() throws Exception {
        var containers = json(get("/containers", Map.of()));
        assertThat(containers.size()).isEqualTo(1);
        assertThat(containers.path(0).path("executor_id").asText()).isEqualTo("web.1");
        assertThat(containers.path(0).path("status").path("executor_pid").asInt()).isPositive();
    }

    @Test
    void a_sandbox_is_browsed_read_and_downloaded_by_any_of_its_paths() throws Exception {
        for (var path :
                List.of(
                        sandbox.toString(),
                        sandbox.resolveSibling("latest").toString(),
                        "/frameworks/fw-1/executors/web.1/runs/latest")) {
            var list = json(get("/files/browse", Map.of("path", path)));
            assertThat(list.size()).isEqualTo(2);
            assertThat(list.path(1).path("path").asText()).isEqualTo(path + "/stdout");
            assertThat(list.path(1).path("size").asInt()).isEqualTo(8);
            assertThat(list.path(1).path("mode").asText()).isEqualTo("-rw-r--r--");
            assertThat(
                            text(
                                    get(
                                            "/files/read",
                                            Map.of(
                                                    "path",
                                                    path + "/stdout",
                                                    "offset",
                                                    "0",
                                                    "length",
                                                    "200"))))
                    .isEqualTo("{\"data\":\"serving\\n\",\"offset\":0}");
            assertThat(text(get("/files/download", Map.of("path", path + "/stdout"))))
                    .isEqualTo("serving\n");
        }
        assertThat(json(get("/files/debug", Map.of())).path(sandbox.toString()).asText())
                .isEqualTo(sandbox.toString());
    }

    @Test
    void an_offset_of_minus_one_tells_the_size() throws Exception {
        var stdout = sandbox + "/stdout";
        assertThat(text(get("/files/read", Map.of("path", stdout, "offset", "-1"))))
                .isEqualTo("{\"data\":\"\",\"offset\":8}");
        assertThat(text(get("/files/read.json", Map.of("path", stdout))))
                .isEqualTo("{\"data\":\"\",\"offset\":8}");
        assertThat(text(get("/files/read", Map.of("path", stdout, "offset", "4", "length", "2"))))
                .isEqualTo("{\"data\":\"in\",\"offset\":4}");
        assertThat(text(get("/files/read", Map.of("path", stdout, "offset", "999"))))
                .isEqualTo("{\"data\":\"\",\"offset\":999}");
        var wrong = get("/files/read", Map.of("path", stdout, "offset", "x"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(text(wrong)).contains("offset").contains("'x'");
    }

    @Test
    void what_is_not_there_is_answered_as_mesos_does() throws Exception {
        assertThat(get("/files/read", Map.of("path", sandbox + "/none")).status()).isEqualTo(404);
        assertThat(text(get("/files/read", Map.of("path", sandbox.toString()))))
                .isEqualTo("Cannot read a directory.\n");
        assertThat(text(get("/files/browse", Map.of())))
                .isEqualTo("Expecting 'path=value' in query.\n");
        assertThat(text(get("/files/read", Map.of("path", sandbox + "/../.."))))
                .isEqualTo("'" + sandbox + "/../..' is inaccessible.\n");
        assertThat(get("/nothing", Map.of()).status()).isEqualTo(404);
        assertThat(get("/health", Map.of()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/files/read", "/files/browse", "/files/download"})
    void nothing_outside_a_sandbox_is_shown(String endpoint) throws Exception {
        Files.createSymbolicLink(sandbox.resolve("passwd"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(sandbox.resolve("etc"), Path.of("/etc"));
        Files.createDirectory(sandbox.resolveSibling(sandbox.getFileName() + "-twin"));
        for (var path :
                List.of(
                        "/etc/passwd",
                        sandbox + "/passwd",
                        sandbox + "/etc",
                        sandbox + "/etc/passwd",
                        sandbox + "-twin",
                        sandbox + "/../../../../../../../meta/lock",
                        sandbox + "/\0",
                        directory.resolve("work/meta").toString())) {
            var response = get(endpoint, Map.of("path", path, "offset", "0"));
            assertThat(response.status()).as(path).isIn(400, 404);
            assertThat(text(response)).doesNotContain("root:");
        }
    }

    @Test
    void a_pipe_in_a_sandbox_is_not_waited_for() throws Exception {
        new ProcessBuilder("mkfifo", sandbox.resolve("pipe").toString()).start().waitFor();
        assertThat(get("/files/read", Map.of("path", sandbox + "/pipe", "offset", "0")).status())
                .isEqualTo(404);
        assertThat(get("/files/download", Map.of("path", sandbox + "/pipe")).status())
                .isEqualTo(404);
    }

    @Test
    void everything_ends_on_one_order_which_no_web_page_can_give() throws Exception {
        var page =
                Map.of(
                        "host",
                        List.of("127.0.0.1:31999"),
                        "origin",
                        List.of("http://evil.example"));
        assertThat(post(page).status()).isEqualTo(403);
        assertThat(post(Map.of("host", List.of("evil.example"))).status()).isEqualTo(403);
        assertThat(get("/tasks/stop-all", Map.of()).status()).isEqualTo(405);
        assertThat(harness.agent().tasks().live()).hasSize(1);
        assertThat(text(post(Map.of("host", List.of("127.0.0.1:31999")))))
                .isEqualTo("{\"stopped\":1}");
        assertThat(harness.agent().tasks().live()).isEmpty();
    }

    private Response get(String path, Map<String, String> query) throws Exception {
        return endpoints.handle(
                new Request("GET", path, query, Map.of(), new byte[0], "127.0.0.1"));
    }

    private Response post(Map<String, List<String>> headers) throws Exception {
        return endpoints.handle(
                new Request(
                        "POST", "/tasks/stop-all", Map.of(), headers, new byte[0], "127.0.0.1"));
    }

    private static JsonNode json(Response response) throws Exception {
        return MesosJson.parse(text(response).getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode withTime(JsonNode json, JsonNode like) {
        ((com.fasterxml.jackson.databind.node.ObjectNode) json)
                .set("start_time", like.path("start_time"));
        return json;
    }

    private static String text(Response response) throws Exception {
        return switch (response) {
            case Response.Whole whole -> new String(whole.body(), StandardCharsets.UTF_8);
            case Response.Chunked chunked -> {
                var bytes = new ByteArrayOutputStream();
                chunked.body()
                        .writeTo(
                                new Response.Chunks() {
                                    @Override
                                    public void send(List<byte[]> some) {
                                        some.forEach(bytes::writeBytes);
                                    }

                                    @Override
                                    public void onGone(Runnable gone) {}
                                });
                yield bytes.toString(StandardCharsets.UTF_8);
            }
        };
    }
}
