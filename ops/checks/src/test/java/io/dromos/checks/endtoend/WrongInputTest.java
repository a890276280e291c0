package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.checks.cluster.Api.Answer;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import io.dromos.checks.cluster.SharedCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class WrongInputTest {

    private static final String GOOD = app("good");
    private static final int BODY_MAX = 8 << 20;

    @RegisterExtension
    static final SharedCluster SHARED =
            new SharedCluster("WrongInputTest", Shape.SMALL.starting(0));

    private final Cluster cluster = SHARED.get();

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
        var answer = post(app("plain").replace("{", "{\"colour\":\"red\",")).ok();
        assertThat(answer.body()).contains("/plain").doesNotContain("colour");
    }

    @Test
    void a_server_whose_port_is_in_use_says_so_in_one_sentence() throws Exception {
        cluster.api().post("/v2/apps", app("kept")).ok();

        var other = cluster.directory().resolve("other").toString();
        var second = cluster.launchServer("second", "--data", other, "--dns", "127.0.0.1:0");
        assertThat(second.awaitExit()).isEqualTo(1);
        assertThat(second.errors())
                .contains(Integer.toString(cluster.apiPort()))
                .containsIgnoringCase("in use")
                .doesNotContain("Exception", "\tat ");
        cluster.api().get("/v2/apps/kept").ok();
    }

    @Test
    void a_server_whose_data_another_one_has_says_so_in_one_sentence() throws Exception {
        cluster.api().post("/v2/apps", app("owned")).ok();

        var second = cluster.launchServer("second", "--http_port", "0", "--dns", "127.0.0.1:0");
        assertThat(second.awaitExit()).isEqualTo(1);
        assertThat(second.errors())
                .contains(cluster.data().toString())
                .doesNotContain("Exception", "\tat ");
        cluster.api().post("/v2/apps", app("better")).ok();
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

    private static String app(String id) {
        return "{\"id\":\"%s\",\"cmd\":\"true\",\"instances\":0}".formatted(id);
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
