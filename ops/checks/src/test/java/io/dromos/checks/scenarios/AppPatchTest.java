package io.dromos.checks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.checks.cluster.Api.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `PATCH /v2/apps/{id}` and `PATCH /v2/apps`: always partial, and of what is there only.
final class AppPatchTest extends Scene {

    private static final String FIELDS =
            ",\"env\":{\"A\":\"1\",\"B\":\"2\"},\"labels\":{\"kept\":\"yes\"}";

    @Test
    void a_patch_changes_what_it_names_and_keeps_the_rest() {
        deploy(sleeper("/patched", FIELDS));
        var first = app("/patched");
        var before = ids(api().awaitRunning("/patched", 1));
        var answer = patch("/v2/apps/patched?partialUpdate=false", "{\"env\":{\"B\":\"3\"}}").ok();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("deploymentId").asText()).isNotEmpty();
        api().awaitSettled();
        var after = app("/patched");
        assertThat(after.path("version")).isEqualTo(answer.json().path("version"));
        assertThat(after.path("env").toString()).as("replaced whole").isEqualTo("{\"B\":\"3\"}");
        for (var kept : List.of("cmd", "cpus", "mem", "labels", "instances", "portDefinitions"))
            assertThat(after.path(kept)).as(kept).isEqualTo(first.path(kept));
        assertThat(ids(api().awaitRunning("/patched", 1))).doesNotContainAnyElementsOf(before);

        var back = "{\"version\":%s}".formatted(first.path("version"));
        patch("/v2/apps/patched", back).ok();
        api().awaitSettled();
        assertThat(app("/patched").path("env")).isEqualTo(first.path("env"));
    }

    @Test
    void a_patch_of_what_is_not_there_creates_nothing() {
        var refused = patch("/v2/apps/none", sleeper("/none"));
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.json().path("message").asText()).isEqualTo("App '/none' does not exist");
        assertThat(api().get("/v2/apps/none").status()).isEqualTo(404);
    }

    @Test
    void a_list_of_patches_is_one_change_or_none() {
        deploy(sleeper("/one", FIELDS));
        deploy(sleeper("/two"));
        var two = ids(api().awaitRunning("/two", 1));
        var unknown = "[{\"id\":\"/one\",\"instances\":2},{\"id\":\"/none\",\"instances\":1}]";
        var refused = patch("/v2/apps", unknown);
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.json().path("message").asText()).isEqualTo("App '/none' does not exist");
        assertThat(app("/one").path("instances").asInt()).as("nothing is applied").isEqualTo(1);
        assertThat(patch("/v2/apps", "[{\"instances\":2}]").status()).isEqualTo(422);

        var both = "[{\"id\":\"/one\",\"instances\":2},{\"id\":\"/two\",\"labels\":{\"a\":\"b\"}}]";
        var answer = patch("/v2/apps", both).ok();
        assertThat(answer.json().path("deploymentId").asText()).isNotEmpty();
        api().awaitSettled();
        api().awaitRunning("/one", 2);
        assertThat(app("/one").path("env")).hasSize(2);
        assertThat(ids(api().awaitRunning("/two", 1))).doesNotContainAnyElementsOf(two);
        for (var app : List.of("/one", "/two"))
            assertThat(app(app).path("version")).isEqualTo(answer.json().path("version"));
    }

    @Test
    void a_patch_of_what_a_deployment_holds_needs_force() {
        var nowhere = ",\"constraints\":[[\"hostname\",\"IS\",\"nowhere\"]]";
        var created = api().post("/v2/apps", sleeper("/held", nowhere)).ok();
        var more = "{\"instances\":2}";
        var locked = patch("/v2/apps/held", more);
        assertThat(locked.status()).isEqualTo(409);
        assertThat(locked.json().at("/deployments/0/id"))
                .isEqualTo(created.json().at("/deployments/0/id"));
        assertThat(patch("/v2/apps", "[{\"id\":\"/held\",\"instances\":2}]").status())
                .isEqualTo(409);
        patch("/v2/apps/held?force=true", more).ok();
        assertThat(app("/held").path("instances").asInt()).isEqualTo(2);
    }

    private static Answer patch(String path, String body) {
        return api().send("PATCH", path, body);
    }
}
