package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Moments are compared, and brought back.
class PastRoutesTest {

    private static final ActorSystem<?> SYSTEM = ReplayServer.system();

    private final Served served = Served.start(SYSTEM);

    @AfterAll
    static void stopSystem() {
        SYSTEM.terminate();
    }

    @BeforeEach
    void two_applications_of_a_group_are_there() {
        ok("POST", "/v2/apps", "{\"id\":\"/shop/web\",\"cmd\":\"sleep 1\",\"instances\":2}");
        ok("POST", "/v2/apps", "{\"id\":\"/shop/db\",\"cmd\":\"sleep 1\"}");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void two_moments_are_compared_field_by_field_and_task_by_task() {
        long before = head();
        ok("PUT", "/v2/apps/shop/web", "{\"instances\":3,\"labels\":{\"tier\":\"a\"}}");
        long after = head();

        var diff = get("/v3/diff/shop/web?from=%d&to=%d".formatted(before, after));

        assertThat(diff.at("/from/offset").asLong()).isEqualTo(before);
        assertThat(diff.at("/to/offset").asLong()).isEqualTo(after);
        assertThat(diff.path("groups")).isEmpty();
        assertThat(diff.path("apps")).hasSize(1);
        var app = diff.at("/apps/0");
        assertThat(app.path("id").asText()).isEqualTo("/shop/web");
        assertThat(app.path("change").asText()).isEqualTo("changed");
        assertThat(app.path("fields").toString())
                .isEqualTo(
                        "[{\"field\":\"/instances\",\"before\":2,\"after\":3},"
                                + "{\"field\":\"/labels\",\"before\":{}},"
                                + "{\"field\":\"/labels/tier\",\"after\":\"a\"}]");
        assertThat(app.at("/tasks/after").asInt()).isEqualTo(3);
        assertThat(app.at("/tasks/started")).isNotEmpty();
        assertThat(app.at("/tasks/started/0/host").asText()).isNotBlank();
        assertThat(get("/v3/diff/shop/web?from=%d&to=%d".formatted(after, after)).path("apps"))
                .isEmpty();
    }

    @Test
    void of_a_group_what_came_what_went_and_what_changed_is_told() {
        long before = head();
        ok("DELETE", "/v2/apps/shop/db", "");
        ok("POST", "/v2/apps", "{\"id\":\"/shop/new/cache\",\"cmd\":\"sleep 1\"}");
        ok("POST", "/v2/apps", "{\"id\":\"/other\",\"cmd\":\"sleep 1\"}");

        var diff = get("/v3/diff/shop?from=" + before);

        assertThat(diff.at("/groups").toString())
                .isEqualTo("[{\"id\":\"/shop/new\",\"change\":\"created\"}]");
        assertThat(diff.path("apps").findValuesAsText("change"))
                .containsExactly("removed", "created");
        var whole = get("/v3/diff/?from=" + before);
        assertThat(whole.path("apps").findValuesAsText("change"))
                .containsExactly("created", "removed", "created");
    }

    @Test
    void an_application_that_was_removed_is_brought_back_as_it_was() {
        long then = head();
        var before = get("/v2/apps/shop/web").path("app");
        ok("DELETE", "/v2/apps/shop/web", "");

        ok("POST", "/v3/rollback/shop/web?to=" + then, "");

        var app = get("/v2/apps/shop/web").path("app");
        for (var field : new String[] {"cmd", "instances", "portDefinitions", "labels"})
            assertThat(app.path(field)).isEqualTo(before.path(field));
        assertThat(app.path("tasksRunning").asInt()).isEqualTo(2);
        var reasons =
                get("/v3/log?app=/shop/web&kind=catalog.application-admitted&limit=1")
                        .path("records");
        assertThat(reasons.path(0).path("reason").asText()).isEqualTo("back to offset " + then);
    }

    @Test
    void a_group_is_brought_back_with_all_that_was_in_it_and_nothing_else() {
        long then = head();
        ok("PUT", "/v2/apps/shop/web", "{\"cmd\":\"sleep 2\"}");
        ok("DELETE", "/v2/apps/shop/db", "");
        ok("POST", "/v2/apps", "{\"id\":\"/shop/new/cache\",\"cmd\":\"sleep 1\"}");
        ok("POST", "/v2/apps", "{\"id\":\"/other\",\"cmd\":\"sleep 1\"}");

        var planned = served.client().send("POST", dryRun(then), "");
        assertThat(planned.json().path("steps")).isNotEmpty();
        assertThat(get("/v3/diff/shop?from=" + then).path("apps")).isNotEmpty();

        ok("POST", "/v3/rollback/shop?to=" + then, "");

        var diff = get("/v3/diff/shop?from=" + then);
        assertThat(diff.path("groups")).isEmpty();
        assertThat(diff.path("apps").findValuesAsText("change"))
                .as("other tasks of the same definitions")
                .containsOnly("same");
        assertThat(get("/v2/apps/other").path("app").path("id").asText()).isEqualTo("/other");
    }

    @Test
    void a_rollback_into_the_midst_of_a_change_goes_to_its_end() {
        long before = head();
        var group =
                """
                {"id":"/shop","apps":[{"id":"web","cmd":"sleep 7"},{"id":"db","cmd":"sleep 8"}]}
                """;
        ok("PUT", "/v2/groups/shop", group);
        var change =
                get("/v3/log?kind=catalog.change-admitted&after=" + before).path("records").get(0);
        ok("DELETE", "/v2/groups/shop?force=true", "");

        ok("POST", "/v3/rollback/shop?to=" + (change.path("offset").asLong() + 1), "");

        assertThat(get("/v2/apps/shop/web").at("/app/cmd").asText()).isEqualTo("sleep 7");
        assertThat(get("/v2/apps/shop/db").at("/app/cmd").asText()).isEqualTo("sleep 8");
    }

    private static String dryRun(long then) {
        return "/v3/rollback/shop?dryRun=true&to=" + then;
    }

    @Test
    void what_was_not_there_can_be_neither_compared_nor_brought_back() {
        refused("GET", "/v3/diff/shop/web", 422, "'from' is missing");
        refused("GET", "/v3/diff/nobody?from=1", 404, "neither an application nor a group");
        refused("GET", "/v3/diff/shop/web?from=999999", 404, "there is no record 999999");
        refused("POST", "/v3/rollback/shop/web", 422, "'to' is missing");
        refused("POST", "/v3/rollback/shop/web?to=0", 404, "at offset 0");
        refused("POST", "/v3/rollback/shop/web?to=noon", 422, "not 'noon'");
        assertThat(served.client().get("/v3/rollback/shop/web?to=1").status()).isEqualTo(405);
        assertThat(served.client().send("POST", "/v3/diff/shop?from=1", "").status())
                .isEqualTo(405);
    }

    private void refused(String method, String path, int status, String part) {
        var answer = served.client().send(method, path, "");
        assertThat(answer.status()).as(path).isEqualTo(status);
        assertThat(answer.json().path("message").asText()).contains(part);
    }

    private long head() {
        return served.world().history().head();
    }

    private JsonNode get(String path) {
        var answer = served.client().get(path);
        assertThat(answer.status()).as(path).isEqualTo(200);
        return answer.json();
    }

    private void ok(String method, String path, String body) {
        assertThat(served.client().send(method, path, body).status()).as(path).isLessThan(300);
    }
}
