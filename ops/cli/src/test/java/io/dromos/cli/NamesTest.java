package io.dromos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.cli.outcome.ExitCode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How tasks and deployments are named by people.
class NamesTest {

    private ScriptedServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new ScriptedServer();
        server.on(
                "GET /v2/tasks",
                200,
                "{\"tasks\":[{\"id\":\"web.instance-78a\"},{\"id\":\"web.instance-78b\"},{\"id\":\"db.instance-1\"}]}");
        server.on("POST /v2/tasks/delete", 200, "{\"tasks\":[{\"id\":\"x\"}]}");
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void the_beginning_of_a_tasks_id_is_enough_if_only_one_has_it() {
        var run = Run.at(server, "task", "kill", "db.inst");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).isEqualTo("db.instance-1 is being killed\n");
        assertThat(server.asked())
                .anyMatch(asked -> asked.body().equals("{\"ids\":[\"db.instance-1\"]}"));

        var two = Run.at(server, "task", "kill", "web.instance-78");
        assertThat(two.code()).isEqualTo(ExitCode.FAILED);
        assertThat(two.err())
                .isEqualTo(
                        "dromos: 2 tasks begin with 'web.instance-78': name one of web.instance-78a, web.instance-78b\n");
        assertThat(server.asked()).filteredOn(it -> it.method().equals("POST")).hasSize(1);
    }

    @Test
    void a_list_of_tasks_has_their_ids_and_states_on_the_narrowest_terminal() {
        var id = "web.instance-7882b7c5-9d0e-11f0-a1b2-0242ac110002._app.1";
        server.on(
                "GET /v2/tasks",
                200,
                "{\"tasks\":[{\"id\":\"%s\",\"state\":\"TASK_RUNNING\"}]}".formatted(id));
        var narrow = Map.of("DROMOS_URL", server.url(), "COLUMNS", "20");
        assertThat(Run.of(narrow, "task", "list").out().lines().skip(1))
                .containsExactly(id + "  RUNNING");
    }

    @Test
    void an_application_stands_for_its_only_task() {
        server.on("GET /v2/apps/db", 200, "{\"app\":{\"tasks\":[{\"id\":\"db.instance-1\"}]}}");
        assertThat(Run.at(server, "task", "kill", "db").out())
                .isEqualTo("db.instance-1 is being killed\n");
        server.on("GET /v2/apps/db", 200, "{\"app\":{\"tasks\":[]}}");
        assertThat(Run.at(server, "task", "kill", "db").err())
                .isEqualTo("dromos: /db has no tasks\n");
        server.on("GET /v2/apps/db", 200, "{\"app\":{\"tasks\":[{\"id\":\"a\"},{\"id\":\"b\"}]}}");
        assertThat(Run.at(server, "task", "kill", "db").err())
                .isEqualTo("dromos: /db has 2 tasks: name one of a, b\n");
    }

    @Test
    void what_is_no_task_is_told_in_words() {
        var run = Run.at(server, "task", "kill", "rsvp");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .isEqualTo("dromos: There is no task 'rsvp': 'dromos task list' shows them\n");
    }

    @Test
    void the_beginning_of_a_deployments_id_is_enough() {
        server.on("GET /v2/deployments", 200, "[{\"id\":\"abc-1\"},{\"id\":\"abd-2\"}]");
        server.on("DELETE /v2/deployments/abc-1", 202, "");
        var run = Run.at(server, "deployment", "cancel", "abc", "--force");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).isEqualTo("Deployment abc-1 is stopped\n");
        assertThat(Run.at(server, "deployment", "cancel", "ab").err())
                .contains("2 deployments begin with 'ab'");
    }
}
