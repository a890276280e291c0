package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupRoutesTest {

    private static final ActorSystem<?> SYSTEM = ReplayServer.system();
    private static final String TREE =
            """
            {"id":"/prod","dependencies":["../queue"],"groups":[
              {"id":"db","apps":[{"id":"pg","cmd":"sleep 9"}]},
              {"id":"web","dependencies":["../db"],"apps":[
                {"id":"shop","cmd":"sleep 9","instances":2,"dependencies":["../db/pg","cache"]},
                {"id":"cache","cmd":"sleep 9"}]}]}
            """;

    private final Served served = Served.start(SYSTEM);
    private final ApiServer.Binding server = served.server();
    private final Client client = served.client();

    @AfterEach
    void stop() {
        served.close();
    }

    @AfterAll
    static void stopSystem() {
        SYSTEM.terminate();
    }

    @Test
    void a_tree_is_created_at_once_with_relative_ids_and_dependencies() {
        var created = client.send("POST", "/v2/groups", TREE);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.headers())
                .containsEntry("location", server.url() + "/prod")
                .containsEntry(
                        "marathon-deployment-id", created.json().at("/deploymentId").asText());
        var shown = client.get("/v2/groups/prod").json();
        assertThat(shown.at("/dependencies/0").asText()).isEqualTo("/queue");
        assertThat(shown.at("/version")).isEqualTo(created.json().at("/version"));
        assertThat(shown.at("/enforceRole").isBoolean()).isTrue();
        assertThat(shown.at("/groups/1/dependencies/0").asText()).isEqualTo("/prod/db");
        assertThat(shown.at("/groups/1").has("enforceRole")).isFalse();
        var shop = client.get("/v2/apps/prod/web/shop").json();
        assertThat(shop.at("/app/dependencies").toString())
                .isEqualTo("[\"/prod/db/pg\",\"/prod/web/cache\"]");
        assertThat(shop.at("/app/tasksRunning").asInt()).isEqualTo(2);
        assertThat(client.get("/v2/apps/prod/*").json().at("/*")).hasSize(3);
    }

    @Test
    void only_what_is_asked_for_is_embedded() {
        client.send("POST", "/v2/groups", TREE);
        var inner = client.get("/v2/groups/prod?embed=group.groups").json();
        assertThat(inner.at("/groups")).hasSize(2);
        assertThat(inner.at("/groups/0/apps")).isEmpty();
        var apps = client.get("/v2/groups/prod/web?embed=group.apps&embed=group.apps.counts");
        assertThat(apps.json().at("/apps")).hasSize(2);
        assertThat(apps.json().at("/apps/1/tasksRunning").asInt()).isEqualTo(2);
        assertThat(apps.json().at("/apps/1").has("deployments")).isFalse();
        var tasks = client.get("/v2/groups/prod/web?embed=group.apps&embed=group.apps.tasks");
        assertThat(tasks.json().at("/apps/1/tasks")).hasSize(2);
        assertThat(tasks.json().at("/apps/1").has("deployments")).isTrue();
        assertThat(client.get("/v2/groups/prod/web/apps").json()).hasSize(2);
    }

    @Test
    void the_version_of_a_group_brings_all_that_was_in_it_back() {
        var first = client.send("POST", "/v2/groups", TREE).json().at("/version").asText();
        client.send("PUT", "/v2/groups/prod", "{\"groups\":[]}");
        assertThat(client.get("/v2/groups/prod").json().at("/groups")).isEmpty();
        var past = client.get("/v2/groups/prod/versions/" + first).json();
        assertThat(past.at("/groups")).hasSize(2);
        assertThat(past.at("/groups/1/apps/1/id").asText()).isEqualTo("/prod/web/shop");
        var versions = client.get("/v2/groups/prod/versions").json();
        assertThat(StreamSupport.stream(versions.spliterator(), false))
                .hasSize(2)
                .anyMatch(it -> it.asText().equals(first));
        client.send("PUT", "/v2/apps/elsewhere", "{\"cmd\":\"sleep 1\",\"instances\":0}");
        assertThat(client.get("/v2/groups/prod/versions").json())
                .as("what changes elsewhere is no version of the group")
                .isEqualTo(versions);
        var back = client.send("PUT", "/v2/groups/prod", "{\"version\":\"" + first + "\"}");
        assertThat(back.status()).isEqualTo(200);
        assertThat(client.get("/v2/groups/prod/apps").json()).hasSize(3);
    }

    @Test
    void a_dry_run_shows_the_steps_and_does_nothing() {
        var plan = client.send("PUT", "/v2/groups/prod?dryRun=true", TREE.replace("/prod", "."));
        assertThat(plan.status()).isEqualTo(422);
        var steps = client.send("PUT", "/v2/groups?dryRun=true", TREE).json().at("/steps");
        assertThat(steps).hasSize(4);
        assertThat(steps.at("/0/actions")).hasSize(3);
        assertThat(steps.at("/1/actions/0/app").asText()).isEqualTo("/prod/db/pg");
        assertThat(steps.at("/3/actions/0/app").asText()).isEqualTo("/prod/web/shop");
        assertThat(client.get("/v2/groups/prod").status()).isEqualTo(404);
    }

    @Test
    void a_group_is_scaled_and_removed_as_one() {
        client.send("POST", "/v2/groups", TREE);
        assertThat(client.send("PUT", "/v2/groups/prod/web", "{\"scaleBy\":1.5}").status())
                .isEqualTo(200);
        assertThat(client.get("/v2/apps/prod/web/shop").json().at("/app/instances").asInt())
                .isEqualTo(3);
        assertThat(client.send("DELETE", "/v2/groups/prod/web", "").status()).isEqualTo(200);
        assertThat(client.get("/v2/groups").json().at("/groups/0/groups")).hasSize(1);
        assertThat(client.get("/v2/apps").json().at("/apps")).hasSize(1);
    }

    @Test
    void a_relative_id_in_an_update_names_a_group_in_the_one_of_the_path() {
        var body = "{\"id\":\"kid\",\"apps\":[{\"id\":\"x\",\"cmd\":\"sleep 9\"}]}";
        assertThat(client.send("PUT", "/v2/groups/prod", body).status()).isEqualTo(200);
        assertThat(client.get("/v2/apps/prod/kid/x").status()).isEqualTo(200);
    }

    @Test
    void the_role_of_a_top_level_group_is_enforced_by_a_patch() {
        client.send("POST", "/v2/groups", TREE);
        var patched = client.send("PATCH", "/v2/groups/prod", "{\"enforceRole\":true}");
        assertThat(patched.status()).isEqualTo(200);
        assertThat(client.get("/v2/groups/prod").json().at("/enforceRole").asBoolean()).isTrue();
        assertThat(client.get("/v2/groups/prod").json().at("/dependencies")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/v2/groups/none||404|Group '/none' does not exist",
                "GET|/v2/groups/No_ne||404|Group '/No_ne' does not exist",
                "GET|/v2/groups/none/versions||404|Group '/none' does not exist",
                "GET|/v2/groups/versions/latest||422|Invalid timestamp provided 'latest'. Expecting ISO-8601 datetime string.",
                "GET|/v2/groups/a/versions/2020-01-01T00:00:00Z||404|Group '/a' does not exist in version 2020-01-01T00:00:00.000Z",
                "DELETE|/v2/groups/none||404|Group '/none' does not exist",
                "POST|/v2/groups|{}|409|Group / is already created. Use PUT to change this group.",
                "POST|/v2/groups|{\"id\":\"/prod/db/pg\"}|409|An app with the path /prod/db/pg already exists.",
                "POST|/v2/groups|{\"id\":\"A\"}|422|/id: error.pattern",
                "POST|/v2/groups|{\"id\":\"/a/versions\"}|422|/: must not end with any of the following reserved keywords: restart, tasks, versions, ., ..",
                "POST|/v2/groups|{\"scaleBy\":2}|422|/scaleBy: not allowed in conjunction with other properties.",
                "PUT|/v2/groups/prod|{\"scaleBy\":-1}|422|/scaleBy: error.min",
                "PUT|/v2/groups/prod|{\"scaleBy\":2,\"apps\":[]}|422|/scaleBy: not allowed in conjunction with other properties.",
                "PUT|/v2/groups/prod|{\"version\":\"2020-01-01T00:00:00Z\"}|422|Group /prod not available in version 2020-01-01T00:00:00.000Z",
                "PUT|/v2/groups/prod|{\"apps\":[{\"cmd\":\"sleep 9\"}]}|422|/apps(0)/id: 'id' is undefined on object: {\"cmd\":\"sleep 9\"}",
                "PUT|/v2/groups/prod|{\"apps\":[{\"id\":\"/a\"}]}|422|/apps(0)/id: Identifier is not child of '/prod'",
                "PUT|/v2/groups/prod|{\"groups\":[{\"id\":\"/a\"}]}|422|/groups(0): Group has to be child of groups with parent id",
                "PUT|/v2/groups/prod/db|{\"enforceRole\":true}|422|/enforceRole: enforceRole can only be set for top-level groups, and /prod/db is not top-level",
                "PUT|/v2/groups/prod|{\"groups\":[{\"id\":\"db\",\"apps\":[{\"id\":\"pg\",\"cmd\":\"sleep 9\",\"cpus\":-1}]}]}|422|/groups(0)/apps(0)/cpus: error.min",
                "PATCH|/v2/groups/prod/db|{\"enforceRole\":true}|422|/: Path needs to be top-level",
                "PATCH|/v2/groups/none|{\"enforceRole\":true}|404|Group '/none' does not exist",
                "PATCH|/v2/groups/prod|{}|422|/enforceRole: error.path.missing",
                "PATCH|/v2/groups|{}|405|Method Not Allowed",
            })
    void each_mistake_has_its_answer(
            String method, String path, String body, int status, String message) {
        client.send("POST", "/v2/groups", TREE);
        var answer = client.send(method, path, body == null ? "" : body);
        assertThat(answer.status()).isEqualTo(status);
        var detail = answer.json().at("/details/0");
        assertThat(
                        detail.isMissingNode()
                                ? answer.message()
                                : detail.at("/path").asText()
                                        + ": "
                                        + detail.at("/errors/0").asText())
                .isEqualTo(message);
    }
}
