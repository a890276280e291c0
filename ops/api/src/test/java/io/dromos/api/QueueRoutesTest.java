package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dromos.events.AppId;
import io.dromos.events.Origin;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class QueueRoutesTest {

    private static final ActorSystem<?> SYSTEM = ReplayServer.system();
    private static final AppId WEB = new AppId("/prod/web");

    @AfterAll
    static void stopSystem() {
        SYSTEM.terminate();
    }

    @Test
    void after_a_failure_the_delay_is_the_reason_to_its_last_moment() throws IOException {
        try (var served = Served.start(SYSTEM)) {
            served.client().send("POST", "/v2/apps", Served.WEB);
            var tasks = served.client().get("/v2/apps/prod/web/tasks").json();
            var task = TaskId.parse(tasks.at("/tasks/0/id").asText()).orElseThrow();
            served.world().observe(task, TaskState.FAILED, "exit status 3");
            var until = served.world().now().application(WEB).orElseThrow().delay().until();

            assertThat(why(served.world(), until.minusMillis(1_500))).endsWith("another 2 s");
            assertThat(why(served.world(), until.minusMillis(1)))
                    .isEqualTo("launches are delayed by earlier failures, for another 1 s");
            assertThat(why(served.world(), until.plusMillis(1)))
                    .isEqualTo(
                            "launches were delayed by earlier failures, and no offer was looked at since");
        }
    }

    @Test
    void an_instance_that_runs_but_is_not_known_to_be_healthy_is_named() throws IOException {
        try (var served = Served.start(SYSTEM)) {
            var checked =
                    "{\"id\":\"/prod/web\",\"cmd\":\"sleep 1\",\"healthChecks\":[{\"protocol\":"
                            + "\"COMMAND\",\"command\":{\"value\":\"true\"}}]}";
            served.client().send("POST", "/v2/apps", checked);
            var tasks = served.client().get("/v2/apps/prod/web/tasks").json();
            assertThat(why(served.world(), Instant.now()))
                    .isEqualTo(
                            "1 instance runs and may not be counted on yet: %s waits for the first result of its health check"
                                    .formatted(tasks.at("/tasks/0/id").asText()));
        }
    }

    private static String why(World world, Instant now) throws IOException {
        var changes = new Changes(world, world, Duration.ofSeconds(1));
        var routes = new QueueRoutes(changes, world, Waits.UNKNOWN, () -> now);
        var origin =
                new Origin(
                        "anonymous",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        var call = new Call("GET", "/v3/apps/prod/web/why", Map.of(), Call.Body.NONE, origin);
        var reply = routes.why(call, List.of("prod", "web", "why"));
        return new JsonMapper().readTree(reply.body()).path("why").asText();
    }
}
