package io.dromos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.cli.ScriptedServer.Reply;
import io.dromos.cli.outcome.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `deployment pause`, `resume` and `deadline` against a server that answers as it is told.
class SteerTest {

    private static final String PAUSED =
            """
            {"id":"d-17","state":"paused","currentStep":1,"totalSteps":2,
             "paused":{"since":"2026-01-01T00:00:00.000Z","by":"ops"}}
            """;

    private ScriptedServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new ScriptedServer();
        server.on("GET /v2/deployments", 200, "[{\"id\":\"d-17\"},{\"id\":\"e-1\"}]")
                .on("PUT /v3/deployments/d-17/pause", 200, PAUSED)
                .on(
                        "PUT /v3/deployments/d-17/resume",
                        200,
                        "{\"id\":\"d-17\",\"state\":\"running\",\"currentStep\":1,\"totalSteps\":2}");
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void a_deployment_named_by_its_beginning_is_paused_with_a_reason_and_goes_on() {
        var paused = Run.at(server, "deployment", "pause", "d", "--reason", "look \"first\"");
        assertThat(paused.code()).as(paused.err()).isEqualTo(ExitCode.OK);
        assertThat(paused.out())
                .isEqualTo(
                        "Deployment d-17 is paused since 2026-01-01T00:00:00.000Z by ops: let it go on with 'dromos deployment resume d-17'\n");
        assertThat(server.asked().getLast().body())
                .isEqualTo("{\"reason\":\"look \\\"first\\\"\"}");
        var resumed = Run.at(server, "deployment", "resume", "d");
        assertThat(resumed.out()).isEqualTo("Deployment d-17 goes on, at step 1 of 2\n");
        assertThat(server.lines().getLast()).isEqualTo("PUT /v3/deployments/d-17/resume");
    }

    @Test
    void without_a_reason_nothing_is_sent_along_and_json_is_what_the_server_says() {
        var paused = Run.at(server, "deployment", "pause", "d-17", "--json");
        assertThat(server.asked().getLast().body()).isEmpty();
        assertThat(paused.out()).contains("\"state\" : \"paused\"", "\"by\" : \"ops\"");
    }

    @ParameterizedTest
    @CsvSource({"90s, 90", "10m, 600", "2h, 7200", "45, 45"})
    void a_deadline_is_given_with_a_unit(String time, int seconds) {
        server.on(
                "PUT /v3/deployments/d-17/deadline",
                200,
                "{\"deadline\":{\"seconds\":%d,\"rollback\":true}}".formatted(seconds));
        var set = Run.at(server, "deployment", "deadline", "d-17", time, "--rollback");
        assertThat(set.out())
                .isEqualTo(
                        "Deployment d-17 is undone once an application of it makes no progress for %d s\n"
                                .formatted(seconds));
        assertThat(server.asked().getLast().body())
                .isEqualTo("{\"seconds\":%d,\"rollback\":true}".formatted(seconds));
    }

    @Test
    void a_deadline_is_lifted_and_nothing_else_is_taken_for_one() {
        server.on("DELETE /v3/deployments/d-17/deadline", 200, "{\"deadline\":{\"lifted\":true}}");
        var lifted = Run.at(server, "deployment", "deadline", "d-17", "--none");
        assertThat(lifted.out())
                .isEqualTo("Deployment d-17 may make no progress for as long as it likes\n");
        for (var wrong :
                new String[][] {{}, {"10x"}, {"10m", "--none"}, {"--none", "--rollback"}}) {
            var words = new ArrayList<>(List.of("deployment", "deadline", "d-17"));
            words.addAll(List.of(wrong));
            assertThat(Run.at(server, words.toArray(String[]::new)).code())
                    .isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void one_that_never_was_is_told_from_one_that_has_ended() {
        server.on(
                "PUT /v3/deployments/gone/pause",
                () -> Reply.json(404, "{\"message\":\"DeploymentPlan gone does not exist\"}"));
        var refused = Run.at(server, "deployment", "pause", "gone");
        assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).contains("There is no deployment 'gone', at work or among");
        server.on("GET /v3/deployments", 200, "[{\"id\":\"gone-1\",\"ended\":\"T\"}]")
                .on(
                        "GET /v3/deployments/gone-1",
                        200,
                        "{\"id\":\"gone-1\",\"state\":\"finished\",\"why\":\"done since T\",\"ended\":\"T\"}");
        for (var words : List.of("pause", "resume", "cancel")) {
            var late = Run.at(server, "deployment", words, "gone");
            assertThat(late.code()).isEqualTo(ExitCode.FAILED);
            assertThat(late.err())
                    .contains("The deployment gone-1 is not at work any more: done since T");
        }
    }
}
