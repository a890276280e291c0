package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.domain.catalog.Change;
import io.dromos.domain.catalog.Edit;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Origin;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is told of deployments that have ended.
class EndingsTest {

    private static final ActorSystem<?> SYSTEM = ReplayServer.system();

    /// It wants more than there is, so that its deployment stays.
    private static final String STUCK =
            "{\"id\":\"/prod/web\",\"cmd\":\"sleep 1\",\"instances\":3,\"cpus\":1000}";

    private final World world = new World();
    private final Served served = Served.start(SYSTEM, world, world);
    private final Client client = served.client();
    private String id = "";

    @BeforeEach
    void a_deployment_is_stuck() {
        id = deployment(client.send("POST", "/v2/apps", STUCK));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @AfterAll
    static void stopSystem() {
        SYSTEM.terminate();
    }

    private static String deployment(Client.Answer answer) {
        return answer.headers().getOrDefault("marathon-deployment-id", "");
    }

    private JsonNode shown() {
        return client.get("/v3/deployments/" + id).json();
    }

    @Test
    void one_that_was_cancelled_says_who_had_it_undone_and_by_which_deployment() {
        var undoing = deployment(client.send("DELETE", "/v2/deployments/" + id, ""));
        assertThat(shown().path("state").asText()).isEqualTo("superseded");
        assertThat(shown().path("undoneBy").asText()).isEqualTo(undoing).isNotEmpty();
        assertThat(shown().path("by").asText()).isEqualTo("anonymous");
        assertThat(shown().path("why").asText())
                .isEqualTo(
                        "undone by the deployment %s, which anonymous asked for at %s"
                                .formatted(undoing, shown().path("ended").asText()));
    }

    @Test
    void one_whose_deadline_passed_says_that_and_what_did_not_move() {
        world.change(
                new Change(
                        new ChangeId("late"),
                        new DeploymentId("undoing"),
                        List.of(new Edit.RollBack(new DeploymentId(id))),
                        true,
                        false),
                Origin.DEADLINE.because("no progress for 30 s"));
        assertThat(shown().path("why").asText())
                .startsWith("undone by the deployment undoing at 2026-01-01T00:00:")
                .endsWith(", since its deadline passed: no progress for 30 s");
        assertThat(shown().path("by").asText()).isEqualTo("system:deadline");
    }

    @Test
    void one_that_was_stopped_or_taken_over_by_force_says_by_whom() {
        var forced = client.send("PUT", "/v2/apps/prod/web?force=true", "{\"instances\":4}");
        var over = deployment(forced);
        assertThat(shown().path("supersededBy").asText()).isEqualTo(over).isNotEmpty();
        assertThat(shown().path("why").asText())
                .startsWith("taken over by the deployment " + over + ", which anonymous asked for");
        id = over;
        client.send("DELETE", "/v2/deployments/" + id + "?force=true", "");
        assertThat(shown().path("state").asText()).isEqualTo("cancelled");
        assertThat(shown().path("why").asText())
                .startsWith("stopped where it was at ")
                .endsWith(" by anonymous");
    }

    @Test
    void all_are_listed_those_that_are_open_first_then_the_last_that_ended() {
        client.send("PUT", "/v3/deployments/" + id + "/pause", "");
        var done = deployment(client.send("POST", "/v2/apps", "{\"id\":\"/a\",\"cmd\":\"x y\"}"));
        var last = deployment(client.send("DELETE", "/v2/apps/a", ""));
        var all = client.get("/v3/deployments").json();
        assertThat(all).hasSize(3);
        assertThat(all.at("/0/id").asText()).isEqualTo(id);
        assertThat(all.at("/0/state").asText()).isEqualTo("paused");
        assertThat(all.at("/0/why").asText()).startsWith("paused since ");
        assertThat(all.at("/1/id").asText()).isEqualTo(last);
        assertThat(all.at("/2/id").asText()).isEqualTo(done);
        assertThat(all.at("/2/state").asText()).isEqualTo("finished");
        assertThat(all.at("/2/why").asText())
                .isEqualTo("done since " + all.at("/2/ended").asText());
        assertThat(client.send("POST", "/v3/deployments", "").status()).isEqualTo(405);
    }
}
