package io.dromos.checks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.outcome.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `why` and `deployment watch`, `pause`, `resume` and `deadline`, with the real server.
final class SteeringCommandsTest extends Scene {

    /// Its task is healthy once the gate is there.
    @Test
    void a_deployment_is_explained_paused_bounded_let_go_on_and_watched_to_its_end(
            @TempDir Path directory) throws Exception {
        var gate = directory.resolve("gate");
        api().post("/v2/apps", sleeper("/steered", checked(gate))).ok();
        awaitApp("/steered", "runs", it -> it.path("tasksRunning").asInt() == 1);
        var id = api().get("/v2/deployments").ok().json().at("/0/id").asText();

        var why = done("why", "steered");
        assertThat(why).matches("/steered: 1 of 1 instances run; .+\n");
        var beginning = id.substring(0, 8);
        assertThat(done("why", beginning))
                .startsWith("deployment %s: step 2 of 2: 0 of 1 application is done".formatted(id))
                .endsWith("\n" + why);
        assertThat(done("deployment", "pause", beginning, "--reason", "look first"))
                .startsWith("Deployment %s is paused since ".formatted(id));
        assertThat(state(id).path("state").asText()).isEqualTo("paused");
        assertThat(done("why", "steered")).contains("is paused since", "look first");
        var waited = dromos("deployment", "watch", id, "--timeout", "1");
        assertThat(waited.code()).as(waited.err()).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(waited.err())
                .contains("The deployment %s still goes on after 1 s".formatted(id));

        assertThat(done("deployment", "resume", id)).contains("goes on, at step");
        assertThat(state(id).path("state").asText()).isEqualTo("running");
        assertThat(done("deployment", "deadline", id, "90s", "--rollback")).contains("90 s");
        var deadline = state(id).path("deadline");
        assertThat(deadline.path("seconds").asInt()).isEqualTo(90);
        assertThat(deadline.path("rollback").asBoolean()).isTrue();
        assertThat(done("deployment", "deadline", id, "--none")).contains("as long as it likes");
        assertThat(state(id).at("/deadline/lifted").asBoolean()).isTrue();

        Files.createFile(gate);
        assertThat(done("deployment", "watch", id))
                .isEqualTo("Deployment %s is done\n".formatted(id));
        assertThat(done("why", "steered")).isEqualTo("/steered: 1 of 1 instances run\n");
        assertThat(dromos("deployment", "pause", id).code()).isEqualTo(ExitCode.FAILED);
    }

    private static String checked(Path gate) {
        return """
        ,"healthChecks":[{"protocol":"COMMAND","command":{"value":"test -e %s"},"delaySeconds":0,
          "intervalSeconds":1,"gracePeriodSeconds":3600,"maxConsecutiveFailures":0}]
        """
                .formatted(gate);
    }

    private static JsonNode state(String deployment) {
        return api().get("/v3/deployments/" + deployment).ok().json();
    }
}
