package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromos.domain.application.ApplicationCommand.Finding;
import io.dromos.domain.application.ApplicationCommand.Healthy;
import io.dromos.domain.application.ApplicationCommand.Unhealthy;
import io.dromos.events.AppId;
import io.dromos.events.TaskId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What clients see of health.
class HealthTest {

    private static final AppId WEB = new AppId("/web");
    private static final String CHECKED =
            """
            {"id":"/web","cmd":"serve","portDefinitions":[{"port":0}],
             "healthChecks":[{"protocol":"TCP","portIndex":0,"maxConsecutiveFailures":1}]}
            """;
    private static final ActorSystem<?> SYSTEM = ReplayServer.system();

    private final Served served = Served.start(SYSTEM);
    private final World world = served.world();
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
    void the_stream_tells_of_checks_and_of_what_they_find() throws IOException {
        try (var stream = client.stream("/v2/events", Map.of())) {
            stream.next("event_stream_attached");
            client.send("POST", "/v2/apps", CHECKED);
            var added = stream.next("add_health_check_event").data();
            assertThat(added.at("/healthCheck/protocol").asText()).isEqualTo("TCP");
            assertThat(added.path("version").isTextual()).isTrue();
            find(new Healthy(task()));
            var status = stream.next("health_status_changed_event").data();
            assertThat(status.path("appId").asText()).isEqualTo("/web");
            assertThat(status.path("instanceId").asText()).isEqualTo(task().instance().value());
            assertThat(status.path("alive").asBoolean()).isTrue();
            var changed = stream.next("instance_health_changed_event").data();
            assertThat(changed.path("runSpecId").asText()).isEqualTo("/web");
            assertThat(changed.path("healthy").asBoolean()).isTrue();
            var task = task();
            find(new Unhealthy(task, "refused", true));
            var all = until(stream, "unhealthy_instance_kill_event");
            assertThat(all.has("failed_health_check_event")).isTrue();
            assertThat(all.path("health_status_changed_event").path("alive").asBoolean()).isFalse();
            var kill = all.path("unhealthy_instance_kill_event");
            assertThat(kill.path("reason").asText()).isEqualTo("refused");
            assertThat(kill.path("taskId").asText()).isEqualTo(task.value());
            assertThat(kill.path("host").asText()).isEqualTo("host-0");
            client.send("DELETE", "/v2/apps/web", "");
            assertThat(stream.next("remove_health_check_event").data().path("appId").asText())
                    .isEqualTo("/web");
        }
    }

    @Test
    void a_scaling_brings_no_check_and_a_new_configuration_others() throws IOException {
        client.send("POST", "/v2/apps", CHECKED);
        try (var stream = client.stream("/v2/events", Map.of())) {
            stream.next("event_stream_attached");
            client.send("PUT", "/v2/apps/web?force=true", "{\"instances\":2}");
            var scaled = types(stream, "api_post_event");
            assertThat(scaled).doesNotContain("add_health_check_event");
            client.send("PUT", "/v2/apps/web?force=true", "{\"cmd\":\"other\"}");
            assertThat(types(stream, "remove_health_check_event"))
                    .contains("add_health_check_event");
        }
    }

    @Test
    void tasks_show_what_the_log_has_of_their_health() {
        client.send("POST", "/v2/apps", CHECKED);
        assertThat(app().at("/tasks/0/healthCheckResults")).isEmpty();
        assertThat(app().path("tasksHealthy").asInt()).isZero();
        find(new Healthy(task()));
        var result = app().at("/tasks/0/healthCheckResults/0");
        assertThat(result.path("alive").asBoolean()).isTrue();
        assertThat(result.path("instanceId").asText()).isEqualTo(task().instance().value());
        assertThat(app().path("tasksHealthy").asInt()).isEqualTo(1);
        find(new Unhealthy(task(), "refused", false));
        assertThat(app().at("/tasks/0/healthCheckResults/0/alive").asBoolean()).isFalse();
        assertThat(app().path("tasksUnhealthy").asInt()).isEqualTo(1);
    }

    private void find(Finding finding) {
        world.examine(WEB, List.of(finding));
    }

    private TaskId task() {
        return new TaskId(app().at("/tasks/0/id").asText());
    }

    private JsonNode app() {
        return client.get("/v2/apps/web").json().path("app");
    }

    private static List<String> types(Client.Stream stream, String last) throws IOException {
        var types = new ArrayList<String>();
        while (!types.contains(last)) types.add(stream.next().type());
        return types;
    }

    /// The last of each type, up to the first of one.
    private static JsonNode until(Client.Stream stream, String last) throws IOException {
        var all = JsonNodeFactory.instance.objectNode();
        while (!all.has(last)) {
            var event = stream.next();
            all.set(event.type(), event.data());
        }
        return all;
    }
}
