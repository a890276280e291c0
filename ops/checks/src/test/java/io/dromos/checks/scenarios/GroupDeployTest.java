package io.dromos.checks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Marathon's GroupDeploy: groups whose applications wait for each other.
final class GroupDeployTest extends Scene {

    private static final String NOWHERE = ",\"constraints\":[[\"hostname\",\"IS\",\"nowhere\"]]";

    @Test
    void what_others_depend_on_is_healthy_before_they_begin_when_created_and_when_changed()
            throws Exception {
        int port = port(11);
        try (var stub = new Stub(port, 500)) {
            var check = Stub.checked("\"HTTP\",\"path\":\"/\",\"portIndex\":0");
            var none =
                    ",\"upgradeStrategy\":{\"minimumHealthCapacity\":0,\"maximumOverCapacity\":0}";
            var database = sleeper("db", Stub.at(port), check, none);
            var page = sleeper("page", ",\"dependencies\":[\"db\"]", none);
            api().post("/v2/groups", group(database, page)).ok();
            awaitApp("/shop/db", "is ill", it -> it.path("tasksUnhealthy").asInt() == 1);
            assertThat(api().tasks("/shop/page")).isEmpty();
            stub.answer(200);
            api().awaitSettled();
            var first = id(api().awaitRunning("/shop/page", 1).getFirst());

            stub.answer(500);
            var more = ",\"env\":{\"changed\":\"yes\"}";
            api().put(
                            "/v2/groups",
                            group(
                                    sleeper("db", Stub.at(port), check, none, more),
                                    sleeper("page", ",\"dependencies\":[\"db\"]", none, more)))
                    .ok();
            awaitApp(
                    "/shop/db",
                    "its next task is ill",
                    it -> it.path("tasksUnhealthy").asInt() == 1);
            assertThat(ids(api().awaitRunning("/shop/page", 1))).containsExactly(first);
            stub.answer(200);
            api().awaitSettled();
            assertThat(ids(api().awaitRunning("/shop/page", 1))).doesNotContain(first);
        }
    }

    @Test
    void a_group_update_restarts_one_application_and_leaves_the_other_as_it_is() {
        api().post("/v2/groups", group(sleeper("one"), sleeper("two"))).ok();
        api().awaitSettled();
        var one = ids(api().awaitRunning("/shop/one", 1));
        var two = ids(api().awaitRunning("/shop/two", 1));
        var version = app("/shop/two").path("version").asText();

        var changed = sleeper("one", ",\"env\":{\"changed\":\"yes\"}");
        api().put("/v2/groups", group(changed, sleeper("two"))).ok();
        api().awaitSettled();
        assertThat(ids(api().awaitRunning("/shop/one", 1))).doesNotContainAnyElementsOf(one);
        assertThat(ids(api().awaitRunning("/shop/two", 1))).isEqualTo(two);
        assertThat(app("/shop/two").path("version").asText()).isEqualTo(version);
    }

    @Test
    void a_group_that_a_deployment_holds_is_deleted_only_by_force() {
        api().post("/v2/groups", group(sleeper("stuck", NOWHERE))).ok();
        assertThat(api().delete("/v2/groups/shop").status()).isEqualTo(409);
        assertThat(api().get("/v2/groups/shop").status()).isEqualTo(200);
        api().delete("/v2/groups/shop?force=true").ok();
        api().awaitSettled();
        assertThat(api().get("/v2/groups/shop").status()).isEqualTo(404);
    }

    @Test
    void a_group_is_rolled_back_to_the_applications_it_had() {
        api().post("/v2/groups", group(sleeper("one"))).ok();
        api().awaitSettled();
        api().put("/v2/groups", group(sleeper("one"), sleeper("two", NOWHERE))).ok();
        var deployment = api().get("/v2/deployments").ok().json().at("/0/id").asText();
        api().delete("/v2/deployments/" + deployment).ok();
        api().awaitSettled();
        assertThat(api().get("/v2/apps/shop/two").status()).isEqualTo(404);
        api().awaitRunning("/shop/one", 1);
    }

    @Test
    void whether_a_group_enforces_its_role_is_changed_for_top_level_groups_and_by_itself() {
        api().post("/v2/groups", group(sleeper("one"))).ok();
        api().awaitSettled();
        var enforced = "{\"enforceRole\":true}";
        assertThat(api().send("PATCH", "/v2/groups/shop", enforced).status()).isEqualTo(200);
        assertThat(api().get("/v2/deployments").ok().json()).isEmpty();
        assertThat(api().get("/v2/groups/shop").ok().json().path("enforceRole").asBoolean())
                .isTrue();
        assertThat(app("/shop/one").path("role").asText()).as("what runs stays").isEqualTo("*");
        api().put("/v2/groups", group(sleeper("one"), sleeper("two"))).ok();
        api().awaitSettled();
        assertThat(api().get("/v2/groups/shop").ok().json().path("enforceRole").asBoolean())
                .as("not changed by an update that does not name it")
                .isTrue();
        assertThat(api().awaitRunning("/shop/two", 1))
                .allSatisfy(task -> assertThat(task.path("role").asText()).isEqualTo("shop"));

        api().put("/v2/groups/shop/inner", "{}").ok();
        var refused = api().send("PATCH", "/v2/groups/shop/inner", enforced);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("Path needs to be top-level");
        var both = "{\"id\":\"/shop\",\"enforceRole\":false,\"apps\":[]}";
        assertThat(api().put("/v2/groups/shop", both).body()).contains("enforceRole cannot be");
    }

    private static String group(String... apps) {
        return "{\"id\":\"/shop\",\"apps\":[%s]}".formatted(String.join(",", apps));
    }
}
