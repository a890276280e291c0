package io.dromos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.cli.outcome.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One server stands for the orchestrator, the master and the agent.
class TaskLogTest {

    private static final String TASK = "web.instance-1._app.1";

    private ScriptedServer server;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream before = System.out;

    @BeforeEach
    void begin() throws IOException {
        server = new ScriptedServer();
        server.on(
                "GET /v2/info",
                200,
                "{\"marathon_config\":{\"master\":\"%s\"}}".formatted(server.authority()));
        server.on(
                "GET /master/state",
                200,
                "{\"frameworks\":[{\"completed_tasks\":[{\"id\":\"%s\",\"slave_id\":\"S0\"}]}]}"
                        .formatted(TASK));
        server.on(
                "GET /master/slaves",
                200,
                "{\"slaves\":[{\"id\":\"S0\",\"pid\":\"slave(1)@%s\"}]}"
                        .formatted(server.authority()));
        server.on(
                "GET /state",
                200,
                "{\"frameworks\":[{\"completed_executors\":[{\"id\":\"%s\",\"directory\":\"/s b\"}]}]}"
                        .formatted(TASK));
        server.on("GET /files/download", 200, "hällo\n");
        server.on("GET /files/read", 200, "{\"data\":\"\",\"offset\":7}");
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void end() {
        System.setOut(before);
        server.close();
    }

    @Test
    void the_file_is_found_through_master_and_agent() {
        var run = Run.at(server, "task", "log", TASK);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("hällo\n");
        assertThat(server.lines()).contains("GET /files/download?path=%2Fs%20b%2Fstdout");
        Run.at(server, "task", "log", "--stderr", TASK);
        assertThat(server.lines()).contains("GET /files/download?path=%2Fs%20b%2Fstderr");
    }

    @Test
    void with_json_each_line_is_an_object_in_a_line_of_its_own() {
        server.on("GET /files/download", 200, "hällo\n\n\"half");
        server.on("GET /files/read", 200, "{\"data\":\"\",\"offset\":13}");
        var run = Run.at(server, "task", "log", "-f", "--json", TASK);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "{\"line\":\"hällo\"}", "{\"line\":\"\"}", "{\"line\":\"\\\"half\"}");
    }

    @Test
    void with_json_a_line_without_end_comes_in_pieces() {
        server.on("GET /files/download", 200, "x".repeat((1 << 20) + 3) + "\n");
        Run.at(server, "task", "log", "--json", TASK);
        var lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines.getFirst()).endsWith("x\",\"more\":true}");
        assertThat(lines.getLast()).isEqualTo("{\"line\":\"xxx\"}");
        assertThat(lines).hasSize(2);
    }

    @Test
    void following_ends_with_the_task() {
        var run = Run.at(server, "task", "log", "-f", TASK);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("hällo\n");
    }

    @Test
    void an_application_stands_for_its_only_task_or_the_last_that_failed() {
        server.on(
                "GET /v2/apps/web", 200, "{\"app\":{\"tasks\":[{\"id\":\"%s\"}]}}".formatted(TASK));
        assertThat(Run.at(server, "task", "log", "web").code()).isZero();
        server.on(
                "GET /v2/apps/web",
                200,
                "{\"app\":{\"tasks\":[],\"lastTaskFailure\":{\"taskId\":\"%s\"}}}".formatted(TASK));
        assertThat(Run.at(server, "task", "log", "web").code()).isZero();
        server.on("GET /v2/apps/web", 200, "{\"app\":{\"tasks\":[{\"id\":\"a\"},{\"id\":\"b\"}]}}");
        assertThat(Run.at(server, "task", "log", "web").err())
                .isEqualTo("dromos: /web has 2 tasks: name one of a, b\n");
    }

    @Test
    void what_mesos_does_not_know_has_no_log() {
        var run = Run.at(server, "task", "log", "nope");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("Mesos knows no task 'nope'");
    }

    @Test
    void passwords_are_for_the_server_alone() {
        Run.at(server, "task", "log", TASK, "--user", "me:secret");
        assertThat(server.asked())
                .allMatch(asked ->
                        asked.uri().startsWith("/v2/") == asked.authorization().isPresent());
    }
}
