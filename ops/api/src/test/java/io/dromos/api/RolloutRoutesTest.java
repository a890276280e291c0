package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.json.SteeringReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutRoutesTest {

    private static final ActorSystem<?> SYSTEM = ReplayServer.system();

    /// It wants more than there is, so that its deployment stays.
    private static final String STUCK =
            "{\"id\":\"/prod/web\",\"cmd\":\"sleep 1\",\"instances\":3,\"cpus\":1000}";

    private final Served served = Served.start(SYSTEM);
    private final Client client = served.client();
    private String id = "";

    @BeforeEach
    void a_deployment_is_stuck() {
        var created = client.send("POST", "/v2/apps", STUCK);
        id = created.headers().getOrDefault("marathon-deployment-id", "");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @AfterAll
    static void stopSystem() {
        SYSTEM.terminate();
    }

    @Test
    void a_deployment_shows_its_steps_and_how_far_its_applications_are() {
        var shown = shown();
        assertThat(shown.path("state").asText()).isEqualTo("running");
        assertThat(shown.path("currentStep").asInt()).isEqualTo(2);
        assertThat(shown.path("totalSteps").asInt()).isEqualTo(2);
        assertThat(shown.at("/steps/0/state").asText()).isEqualTo("done");
        assertThat(shown.at("/steps/0/actions/0/action").asText()).isEqualTo("StartApplication");
        assertThat(shown.at("/steps/1/state").asText()).isEqualTo("running");
        assertThat(shown.path("applications")).hasSize(1);
        var app = shown.at("/applications/0");
        assertThat(app.path("app").asText()).isEqualTo("/prod/web");
        assertThat(app.path("wanted").asInt()).isEqualTo(3);
        assertThat(app.path("ready").asInt()).isZero();
        assertThat(app.path("why").asText()).isEqualTo("no offer was looked at yet");
        assertThat(shown.has("paused")).isFalse();
    }

    @Test
    void a_deployment_and_its_steps_say_why_they_are_not_done() {
        assertThat(shown().path("why").asText())
                .isEqualTo(
                        "step 2 of 2: 0 of 1 application is done; /prod/web: 0 of 3 instances are"
                                + " ready, no offer was looked at yet");
        assertThat(shown().at("/steps/0").has("why")).isFalse();
        assertThat(shown().at("/steps/1/why").asText())
                .startsWith("0 of 1 application is done; /prod/web: ");
        var paused = client.send("PUT", path("pause"), "{\"reason\":\"errors rise\"}").json();
        assertThat(paused.path("why").asText())
                .startsWith("paused since ")
                .contains(" by anonymous (errors rise); step 2 of 2: 0 of 1 application is done; ");
    }

    @Test
    void an_application_of_a_later_step_says_what_that_step_waits_for() {
        var group =
                """
                {"id":"/shop","apps":[
                  {"id":"db","cmd":"sleep 1","cpus":1000},
                  {"id":"cache","cmd":"sleep 1"},
                  {"id":"web","cmd":"sleep 1","dependencies":["db","cache"]},
                  {"id":"top","cmd":"sleep 1","dependencies":["web"]}]}
                """;
        id = client.send("POST", "/v2/groups", group).json().path("deploymentId").asText();
        assertThat(shown().path("why").asText())
                .isEqualTo(
                        "step 2 of 4: 1 of 2 applications are done; /shop/db: 0 of 1 instance is"
                                + " ready, no offer was looked at yet");
        assertThat(shown().at("/steps/2/why").asText())
                .isEqualTo("step 3 of 4 begins when step 2 is done: 1 of 2 applications are done");
        var web = client.get("/v3/apps/shop/web/why").json();
        assertThat(web.path("waiting").asInt()).isEqualTo(1);
        assertThat(web.path("why").asText())
                .isEqualTo(
                        "the deployment %s has not come to it yet: step 3 of 4 begins when step 2 is done: 1 of 2 applications are done; /shop/db: 0 of 1 instance is ready, no offer was looked at yet"
                                .formatted(id));
        assertThat(whyOf("/shop/top"))
                .isEqualTo(
                        "the deployment %s has not come to it yet: step 4 of 4 begins when steps 2 to 3 are done: step 2: 1 of 2 applications are done"
                                .formatted(id));
        client.send("PUT", path("pause"), "");
        assertThat(whyOf("/shop/web"))
                .startsWith("the deployment " + id + " has not come to it yet and is paused since ")
                .endsWith(": step 3 of 4 begins when step 2 is done: 1 of 2 applications are done");
    }

    private String whyOf(String app) {
        for (var part : shown().path("applications"))
            if (part.path("app").asText().equals(app)) return part.path("why").asText();
        return "";
    }

    @Test
    void pausing_says_since_when_by_whom_and_why_and_pausing_again_changes_nothing() {
        var first = client.send("PUT", path("pause"), "{\"reason\":\"errors rise\"}");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().path("state").asText()).isEqualTo("paused");
        assertThat(first.json().at("/paused/by").asText()).isEqualTo("anonymous");
        assertThat(first.json().at("/paused/reason").asText()).isEqualTo("errors rise");
        assertThat(first.json().at("/applications/0/paused").asBoolean()).isTrue();
        assertThat(first.json().at("/applications/0/why").asText())
                .isEqualTo(
                        "the deployment %s is paused since %s by anonymous (errors rise): 0 of 3 instances are ready"
                                .formatted(id, first.json().at("/paused/since").asText()));
        var again = client.send("PUT", path("pause"), "{\"reason\":\"another\"}");
        assertThat(again.json().path("paused")).isEqualTo(first.json().path("paused"));
        assertThat(client.get("/v3/apps/prod/web/why").json().path("waiting").asInt()).isPositive();
    }

    @Test
    void what_was_paused_goes_on_and_so_does_what_was_not() {
        client.send("PUT", path("pause"), "");
        for (int time = 0; time < 2; time++) {
            var resumed = client.send("PUT", path("resume"), "");
            assertThat(resumed.status()).isEqualTo(200);
            assertThat(resumed.json().path("state").asText()).isEqualTo("running");
            assertThat(resumed.json().has("paused")).isFalse();
            assertThat(resumed.json().at("/applications/0/paused").asBoolean()).isFalse();
        }
    }

    @Test
    void marathons_own_list_is_the_same_while_it_is_paused() {
        var before = client.get("/v2/deployments").body();
        client.send("PUT", path("pause"), "");
        assertThat(client.get("/v2/deployments").body()).isEqualTo(before);
    }

    @Test
    void one_that_is_paused_can_be_undone_and_its_end_is_told_apart_from_one_that_never_was() {
        client.send("PUT", path("pause"), "");
        assertThat(client.send("DELETE", "/v2/deployments/" + id, "").status()).isEqualTo(200);
        assertThat(shown().path("state").asText()).isEqualTo("superseded");
        assertThat(client.send("DELETE", path("deadline"), "").status()).isEqualTo(404);
        for (var how : new String[] {"pause", "resume"}) {
            var refused = client.send("PUT", path(how), "");
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.message()).isEqualTo("DeploymentPlan " + id + " does not exist");
        }
        assertThat(client.get("/v3/deployments/nobody").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, pause, 405",
        "POST, resume, 405",
        "PUT, stop, 500",
        "PUT, pause/now, 500",
    })
    void other_requests_are_refused(String method, String below, int status) {
        assertThat(client.send(method, path(below), "").status()).isEqualTo(status);
    }

    @Test
    void a_reason_has_a_bound() {
        var longest = "x".repeat(SteeringReader.REASON_MAX);
        var tooLong = client.send("PUT", path("pause"), "{\"reason\":\"" + longest + "x\"}");
        assertThat(tooLong.status()).isEqualTo(422);
        assertThat(tooLong.body()).contains("/reason", "error.maxLength");
        assertThat(shown().path("state").asText()).isEqualTo("running");
        var fits = client.send("PUT", path("pause"), "{\"reason\":\"" + longest + "\"}");
        assertThat(fits.status()).isEqualTo(200);
    }

    @Test
    void a_deadline_is_shown_for_the_deployment_and_for_each_application_until_it_is_lifted() {
        var set = client.send("PUT", path("deadline"), "{\"seconds\":600,\"rollback\":true}");
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.json().at("/deadline/seconds").asInt()).isEqualTo(600);
        assertThat(set.json().at("/deadline/rollback").asBoolean()).isTrue();
        assertThat(set.json().at("/deadline/by").asText()).isEqualTo("anonymous");
        var app = set.json().at("/applications/0");
        assertThat(app.at("/deadline/seconds").asInt()).isEqualTo(600);
        assertThat(app.at("/deadline/remainingSeconds").isInt()).isTrue();
        assertThat(app.path("why").asText()).contains("; without progress it is undone in ");
        var lifted = client.send("DELETE", path("deadline"), "");
        assertThat(lifted.json().at("/deadline/lifted").asBoolean()).isTrue();
        assertThat(lifted.json().at("/applications/0").has("deadline")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "{\"seconds\":0}, error.min",
        "{\"seconds\":86401}, error.max",
        "{}, error.path.missing",
        "{\"seconds\":\"5\"}, error.expected.jsnumber",
    })
    void a_deadline_has_bounds(String body, String error) {
        var refused = client.send("PUT", path("deadline"), body);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("/seconds", error);
        assertThat(shown().has("deadline")).isFalse();
    }

    private String path(String below) {
        return "/v3/deployments/" + id + "/" + below;
    }

    private JsonNode shown() {
        return client.get("/v3/deployments/" + id).json();
    }
}
