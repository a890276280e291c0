package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.checks.cluster.Api.Answer;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class WrongInputTest {

    private static final String GOOD = "{\"id\":\"good\",\"cmd\":\"true\",\"instances\":0}";
    private static final int BODY_MAX = 8 << 20;

    @RegisterExtension final Cluster cluster = new Cluster(Shape.SMALL.starting(0));

    @Test
    void whatever_is_sent_is_answered_clearly_and_loses_nothing() {
        cluster.api().post("/v2/apps", GOOD).ok();
        cluster.api().awaitSettled();
        var before = cluster.api().get("/v2/apps").body();

        refused(post("{\"id\":\"bad\","), 400, "JSON");
        refused(post(""), 400, "JSON");
        refused(post("{\"id\":\"bad\",\"cmd\":\"true\",\"cpus\":\"many\"}"), 422, "cpus");
        refused(post("{\"id\":\"bad\",\"cmd\":\"true\",\"instances\":[1]}"), 422, "instances");
        refused(post("{\"id\":\"Not An Id\",\"cmd\":\"true\"}"), 422, "id");
        refused(post("{\"id\":\"bad\"}"), 422, "AppDefinition");
        refused(post(GOOD), 409, "already exists");
        refused(post("[".repeat(100_000)), 400, "JSON");
        refused(post("{\"cmd\":\"" + "x".repeat(BODY_MAX) + "\"}"), 413, "bytes");
        refused(cluster.api().get("/v2/apps/nobody"), 404, "/nobody");
        refused(cluster.api().delete("/v2/apps/nobody"), 404, "/nobody");
        refused(cluster.api().post("/v2/apps/nobody/restart", "{}"), 404, "/nobody");
        refused(cluster.api().get("/v2/apps/good/versions/yesterday"), 422, "yesterday");
        refused(cluster.api().delete("/v2/deployments/nothing"), 404, "nothing");
        refused(cluster.api().delete("/v2/apps/good/tasks/nothing"), 404, "nothing");
        // Marathon answers so, and clients may rely on it.
        refused(cluster.api().get("/v2/nowhere"), 500, "URI not found");
        assertThat(cluster.api().send("PURGE", "/v2/apps", "").status()).isBetween(400, 501);

        assertThat(cluster.api().get("/v2/apps").body()).isEqualTo(before);
    }

    @Test
    void an_unknown_field_is_left_out_as_marathon_does_and_the_answer_shows_it() {
        var answer = post(GOOD.replace("{", "{\"colour\":\"red\",")).ok();
        assertThat(answer.body()).contains("/good").doesNotContain("colour");
    }

    @Test
    void a_server_whose_port_is_in_use_says_so_in_one_sentence() throws Exception {
        cluster.api().post("/v2/apps", GOOD).ok();

        var other = cluster.directory().resolve("other").toString();
        var second = cluster.launchServer("second", "--data", other, "--dns", "127.0.0.1:0");
        assertThat(second.awaitExit()).isEqualTo(1);
        assertThat(second.errors())
                .contains(Integer.toString(cluster.apiPort()))
                .containsIgnoringCase("in use")
                .doesNotContain("Exception", "\tat ");
        cluster.api().get("/v2/apps/good").ok();
    }

    @Test
    void a_server_whose_data_another_one_has_says_so_in_one_sentence() throws Exception {
        cluster.api().post("/v2/apps", GOOD).ok();

        var second = cluster.launchServer("second", "--http_port", "0", "--dns", "127.0.0.1:0");
        assertThat(second.awaitExit()).isEqualTo(1);
        assertThat(second.errors())
                .contains(cluster.data().toString())
                .doesNotContain("Exception", "\tat ");
        cluster.api().post("/v2/apps", GOOD.replace("good", "better")).ok();
    }

    @Test
    void without_a_master_changes_are_admitted_and_carried_out_when_it_comes() {
        var api = cluster.api();
        api.post(
                        "/v2/apps",
                        "{\"id\":\"early\",\"cmd\":\"exec sleep 3600\",\"cpus\":0.1,\"mem\":32}")
                .ok();
        assertThat(api.get("/v2/apps/early").ok().json().path("app").path("instances").asInt())
                .isEqualTo(1);
        assertThat(api.get("/v2/deployments").ok().json()).hasSize(1);

        for (var node : cluster.nodes()) cluster.startAgent(node);

        api.awaitRunning("/early", 1);
        api.awaitSettled();
    }

    @Test
    void an_agent_whose_port_is_in_use_says_so_in_one_sentence() throws Exception {
        var node = cluster.nodes().getFirst();
        var second = cluster.launchAgent(node, "--agent-port", Integer.toString(cluster.apiPort()));
        assertThat(second.awaitExit()).isEqualTo(1);
        assertThat(second.errors())
                .contains(Integer.toString(cluster.apiPort()))
                .doesNotContain("Exception", "\tat ");
    }

    private Answer post(String body) {
        return cluster.api().post("/v2/apps", body);
    }

    /// A refusal has Marathon's body and no trace of our code.
    private static void refused(Answer answer, int status, String part) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("message").asText()).isNotBlank();
        assertThat(answer.body()).contains(part).doesNotContain("Exception", "io.dromos", "\\tat ");
    }
}
