package io.dromos.checks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.ExitCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// `audit log`, `audit show`, `history`, `app show --at`, `cluster --at`, `diff` and `rollback
/// --to` with the real server.
final class PastCommandsTest extends Scene {

    @Test
    void what_happened_is_told_and_what_was_comes_back() throws IOException {
        deploy(sleeper("/old/web", ",\"instances\":2,\"labels\":{\"tier\":\"a\"}"));
        deploy(sleeper("/old/db"));
        long then = head();
        var before = app("/old/web");
        done("app", "scale", "/old/web", "1", "--reason", "save power");
        done("app", "destroy", "/old/db");

        var scaled = json("audit", "log", "--app", "/old/web", "--kind", "catalog.application");
        assertThat(scaled.path("reason").asText()).isEqualTo("save power");
        var deployment = scaled.at("/deployments/0").asText();
        var change =
                json(
                        "audit",
                        "log",
                        "--deployment",
                        deployment,
                        "--kind",
                        "catalog.change-admitted");
        var shown = json("audit", "show", change.path("offset").asText());
        assertThat(shown.toString()).contains("app.version-adopted.v1", "app.kill-requested.v1");
        assertThat(done("history", "/old/web")).contains("(save power)", "is KILLED");

        var old = json("app", "show", "/old/web", "--at", String.valueOf(then));
        assertThat(old.at("/app/instances").asInt()).isEqualTo(2);
        assertThat(old.at("/app/tasks")).hasSize(2);
        assertThat(done("cluster", "--at", String.valueOf(then))).contains("/old/web", "/old/db");
        assertThat(done("cluster")).contains("/old/web").doesNotContain("/old/db");

        var diff = done("diff", "/old", String.valueOf(then));
        assertThat(diff)
                .contains("/old/db: removed", "/old/web: changed", "1 tasks were 2")
                .containsPattern("instances +2 +1");

        done("rollback", "/old", "--to", String.valueOf(then));
        assertThat(done("diff", "/old", String.valueOf(then)))
                .contains("/old/db: same definition", "/old/web: same definition");
        api().awaitRunning("/old/web", 2);
        api().awaitRunning("/old/db", 1);
        assertThat(app("/old/web").path("labels")).isEqualTo(before.path("labels"));
        var version = before.path("version").asText();
        assertThat(done("rollback", "/old/web", "--to", version)).contains("is back at");
        assertThat(dromos("rollback", "/old/web", "--to", "0").code()).isEqualTo(ExitCode.FAILED);
    }

    private static long head() {
        return api().get("/v3/log?limit=1").ok().json().path("head").asLong();
    }

    /// The last line that a command says, as JSON.
    private static JsonNode json(String... words) throws IOException {
        var all = new String[words.length + 1];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--json";
        var lines = done(all).strip().split("\n(?=\\{)");
        return Api.JSON.readTree(lines[lines.length - 1]);
    }
}
