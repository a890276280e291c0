package io.dromos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.cli.ScriptedServer.Reply;
import io.dromos.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Commands against a server that answers as it is told.
class CommandsTest {

    private static final String DEPLOYMENT = "{\"version\":\"v\",\"deploymentId\":\"d-1\"}";
    private static final String ENDED =
            "event: deployment_success\r\ndata: {\"id\":\"d-1\"}\r\n\r\n";

    @TempDir private Path dir;
    private ScriptedServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void end() {
        server.close();
    }

    private void deploys(String request) {
        server.on(request, 200, DEPLOYMENT).on("GET /v2/deployments", 200, "[]");
        server.on("GET /v2/events", () -> events(ENDED));
        var settled = "{\"app\":{\"deployments\":[],\"tasksRunning\":3,\"instances\":3}}";
        server.on("GET /v2/apps/web", 200, settled).on("GET /v2/apps/prod/web", 200, settled);
    }

    private static Reply events(String text) {
        return new Reply(200, text, Map.of("Content-Type", "text/event-stream"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod/web", "/prod/web", "/prod/web/", "prod/web/"})
    void ids_are_taken_with_and_without_slashes(String id) {
        deploys("PATCH /v2/apps/prod/web");
        var run = Run.at(server, "app", "scale", id, "3");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).isEqualTo("/prod/web has 3 instances\n");
        assertThat(server.asked())
                .anyMatch(asked ->
                        asked.line().equals("PATCH /v2/apps/prod/web?force=false")
                                && asked.body().equals("{\"instances\":3}"));
    }

    @ParameterizedTest
    @CsvSource({
        "app restart web --force, POST /v2/apps/web/restart?force=true, /web is restarted",
        "app destroy web, DELETE /v2/apps/web, /web is destroyed",
        "deployment cancel d-0, DELETE /v2/deployments/d-0?force=false, Deployment d-0 is undone"
    })
    void changes_are_watched_to_their_end(String command, String request, String told) {
        deploys(request.replaceFirst("\\?.*", ""));
        var run = Run.at(server, command.split(" ", -1));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out().strip()).isEqualTo(told);
        assertThat(server.lines()).contains(request);
        var lines = server.lines();
        assertThat(lines).anyMatch(line -> line.startsWith("GET /v2/events"));
        assertThat(lines.indexOf(request))
                .isGreaterThan(
                        lines.indexOf(
                                "GET /v2/events?event_type=deployment_success&event_type=deployment_failed"));
    }

    @Test
    void a_document_goes_to_the_server_as_it_stands() throws IOException {
        var file = dir.resolve("app.json");
        var text = "{ \"id\": \"web\",\n  \"cmd\": null, \"unknown\": 1.50 }\n";
        Files.writeString(file, text);
        deploys("POST /v2/apps");
        var run = Run.at(server, "app", "add", file.toString());
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(server.asked()).anyMatch(asked -> asked.body().equals(text));
        deploys("PUT /v2/apps/web");
        assertThat(Run.at(server, "app", "add", "--replace", file.toString()).code()).isZero();
        assertThat(server.lines()).contains("PUT /v2/apps/web?partialUpdate=false&force=false");
    }

    @Test
    void a_document_that_is_no_json_is_refused_with_its_place() throws IOException {
        var file = dir.resolve("app.json");
        Files.writeString(file, "{\"id\":\n \"web\",}");
        var run = Run.at(server, "app", "add", file.toString());
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains(file + " is not JSON, line 2 column");
        Files.writeString(file, "{\"id\":\"web\"");
        assertThat(Run.at(server, "app", "add", file.toString()).err())
                .contains("line 1 column 12: Unexpected end-of-input")
                .doesNotContain("REDACTED");
        Files.writeString(file, "7");
        assertThat(Run.at(server, "app", "add", file.toString()).err())
                .contains("holds no application");
        assertThat(Run.at(server, "app", "add", dir.resolve("nope").toString()).err())
                .contains("There is no file");
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void who_does_not_wait_gets_the_deployment_at_once() {
        server.on("POST /v2/apps/web/restart", 200, DEPLOYMENT);
        var run = Run.at(server, "app", "restart", "web", "--no-wait", "--json");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("\"deploymentId\" : \"d-1\"");
        assertThat(server.lines()).containsExactly("POST /v2/apps/web/restart?force=false");
        assertThat(Run.at(server, "app", "restart", "web", "--no-wait").out())
                .isEqualTo("/web will be restarted, by deployment d-1\n");
    }

    @Test
    void a_deployment_that_goes_on_too_long_is_named() {
        deploys("POST /v2/apps/web/restart");
        server.on("GET /v2/events", () -> events(""));
        server.on("GET /v2/deployments", 200, "[{\"id\":\"d-1\",\"currentActions\":[]}]");
        var run = Run.at(server, "app", "restart", "web", "--timeout", "0");
        assertThat(run.code()).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(run.err())
                .contains("d-1 still goes on")
                .contains("dromos deployment cancel d-1");
    }

    @Test
    void a_deployment_that_is_stopped_by_another_is_a_failure() {
        deploys("POST /v2/apps/web/restart");
        server.on(
                "GET /v2/events",
                () -> events(ENDED.replace("deployment_success", "deployment_failed")));
        server.on("GET /v2/deployments", 200, "[{\"id\":\"d-1\",\"currentActions\":[]}]");
        var run = Run.at(server, "app", "restart", "web");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("d-1 was stopped before its end");
    }

    @Test
    void a_server_without_a_stream_is_asked_for_its_list() {
        deploys("POST /v2/apps/web/restart");
        server.on("GET /v2/events", 503, "{\"message\":\"too many\"}");
        var polls = new AtomicInteger();
        server.on(
                "GET /v2/deployments",
                () -> Reply.json(200, polls.incrementAndGet() < 3 ? "[{\"id\":\"d-1\"}]" : "[]"));
        var run = Run.at(server, "app", "restart", "web");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(polls.get()).isGreaterThan(3);
    }

    @Test
    void whoever_waits_for_a_change_goes_on_while_the_server_is_started_again() {
        deploys("POST /v2/apps/web/restart");
        server.on("GET /v2/events", () -> events(""));
        var polls = new AtomicInteger();
        server.on(
                "GET /v2/deployments",
                () ->
                        switch (polls.incrementAndGet()) {
                            case 1 -> Reply.json(200, "[{\"id\":\"d-1\",\"currentActions\":[]}]");
                            case 2, 3, 4, 5 -> throw new IllegalStateException("killed");
                            default -> Reply.json(200, "[]");
                        });
        var settled = "{\"app\":{\"deployments\":[],\"tasksRunning\":3,\"instances\":3}}";
        var looks = new AtomicInteger();
        server.on(
                "GET /v2/apps/web",
                () -> {
                    if (looks.incrementAndGet() < 3) throw new IllegalStateException("killed");
                    return Reply.json(200, settled);
                });
        var run = Run.at(server, "app", "restart", "web");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).isEqualTo("/web is restarted\n");
        assertThat(polls.get()).isGreaterThan(5);
        assertThat(looks.get()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void applications_are_listed_in_a_table_that_fits() {
        server.on(
                "GET /v2/apps",
                200,
                """
                {"apps":[
                 {"id":"/b","cmd":"while date; do sleep 1; done","cpus":0.1,"mem":32,"instances":2,
                  "tasksRunning":1,"deployments":[{"id":"d"}]},
                 {"id":"/a","cmd":null,"container":{"docker":{"image":"mongo:3.3"}},"cpus":1,"mem":128,
                  "instances":1,"tasksRunning":1,"deployments":[]}]}
                """);
        var narrow = Map.of("DROMOS_URL", server.url(), "COLUMNS", "48");
        assertThat(Run.of(narrow, "app", "list").out().lines())
                .containsExactly(
                        "ID  RUNNING  CPUS  MEM  DEPLOYING  RUNS",
                        "/a  1/1      1     128  -          mongo:3.3",
                        "/b  1/2      0.1   32   yes        while date; …");
        assertThat(Run.at(server, "app", "list", "--json").out()).contains("\"apps\" : [");
    }

    @Test
    void health_is_shown_where_it_is_asked_for() {
        var app =
                """
                {"id":"/a","cmd":"serve","instances":3,"tasksRunning":3,"tasksHealthy":1,
                 "tasksUnhealthy":1,"healthChecks":[{"protocol":"TCP"}],"tasks":[
                 {"id":"a.1","state":"TASK_RUNNING","healthCheckResults":[{"alive":true}]},
                 {"id":"a.2","state":"TASK_RUNNING","healthCheckResults":[{"alive":false}]},
                 {"id":"a.3","state":"TASK_RUNNING","healthCheckResults":[]}]}
                """;
        server.on("GET /v2/apps", 200, "{\"apps\":[" + app + "]}");
        server.on("GET /v2/apps/a", 200, "{\"app\":" + app + "}");
        assertThat(Run.at(server, "app", "list").out()).contains("/a  3/3 (1 healthy)");
        var lines = Run.at(server, "app", "show", "a").out().lines().toList();
        assertThat(lines).anyMatch(line -> line.contains("1 healthy, 1 unhealthy, 1 not known"));
        assertThat(lines)
                .anyMatch(line -> line.startsWith("a.1") && line.contains(" healthy"))
                .anyMatch(line -> line.startsWith("a.2") && line.contains(" unhealthy"))
                .anyMatch(line -> line.startsWith("a.3") && line.contains("RUNNING  -"));
    }

    @Test
    void a_command_that_is_a_book_is_told_in_a_few_words() {
        var app = "{\"id\":\"/a\",\"cmd\":\"java -cp %s\"}".formatted("x.jar:".repeat(400));
        server.on("GET /v2/apps", 200, "{\"apps\":[" + app + "]}");
        server.on("GET /v2/apps/a", 200, "{\"app\":" + app + "}");
        for (var words : List.of("app list", "app show a"))
            assertThat(Run.at(server, words.split(" ", -1)).out().lines())
                    .anyMatch(line -> line.contains("java -cp x.jar:"))
                    .allMatch(line -> line.length() < 120);
    }

    @Test
    void killing_a_task_that_is_not_there_fails() {
        server.on("GET /v2/tasks", 200, "{\"tasks\":[{\"id\":\"web.1\"}]}");
        server.on("POST /v2/tasks/delete", 200, "{\"tasks\":[]}");
        var run = Run.at(server, "task", "kill", "web.1");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("There is no task 'web.1'");
        server.on("POST /v2/tasks/delete", 200, "{\"tasks\":[{\"id\":\"web.1\"}]}");
        assertThat(Run.at(server, "task", "kill", "web.1").code()).isZero();
    }

    @Test
    void events_are_told_in_a_line_each() {
        server.on(
                "GET /v2/events",
                () ->
                        events(
                                """
                                event: status_update_event
                                data: {"timestamp":"2026-01-01T00:00:00.000Z","appId":"/web","taskId":"web.1","taskStatus":"TASK_RUNNING"}

                                """));
        var run = Run.at(server, "events", "--type", "status_update_event");
        assertThat(run.out())
                .isEqualTo(
                        "2026-01-01T00:00:00.000Z  status_update_event        /web web.1 TASK_RUNNING\n");
        assertThat(server.lines()).containsExactly("GET /v2/events?event_type=status_update_event");
    }

    @Test
    void an_instance_whose_end_is_asked_for_does_not_read_as_if_it_had_begun_again() {
        var running =
                """
                event: instance_changed_event
                data: {"timestamp":"T","instanceId":"i-1","condition":"Running"}

                """;
        server.on(
                "GET /v2/events", () -> events(running + running.replace("i-1", "i-2") + running));
        assertThat(Run.at(server, "events").out().lines())
                .containsExactly(
                        "T  instance_changed_event     i-1 Running",
                        "T  instance_changed_event     i-2 Running",
                        "T  instance_changed_event     i-1 Running (as before; its end was asked for)");
    }
}
