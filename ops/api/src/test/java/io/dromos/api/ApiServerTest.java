package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiServerTest {

    private static final String WEB = Served.WEB;
    private static final ActorSystem<?> SYSTEM = ReplayServer.system();

    private final Served served = Served.start(SYSTEM);
    private final World world = served.world();
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
    void what_was_created_is_shown_at_once_and_runs() {
        var created = client.send("POST", "/v2/apps", WEB);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.headers())
                .containsEntry("location", server.url() + "/prod/web")
                .containsEntry(
                        "marathon-deployment-id", created.json().at("/deployments/0/id").asText());
        assertThat(created.json().has("versionInfo")).isFalse();
        var shown = client.get("/v2/apps/prod/web");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.json().at("/app/tasksRunning").asInt()).isEqualTo(1);
        assertThat(shown.json().at("/app/tasks/0/state").asText()).isEqualTo("TASK_RUNNING");
        assertThat(client.get("/v2/apps").json().at("/apps/0/id").asText()).isEqualTo("/prod/web");
    }

    @Test
    void every_answer_forbids_caching_and_names_the_leader() {
        assertThat(client.get("/v2/leader").headers())
                .containsEntry("cache-control", "no-cache, no-store, must-revalidate")
                .containsEntry("x-frame-options", "DENY")
                .containsEntry("x-marathon-leader", server.url())
                .doesNotContainKey("server");
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/apps/prod/web",
        "/v2/apps//prod/web",
        "/v2/apps/prod//web/",
        "/v2/apps/prod%2Fweb"
    })
    void slashes_around_an_id_do_not_matter(String path) {
        client.send("POST", "/v2/apps", WEB);
        assertThat(client.get(path).json().at("/app/id").asText()).isEqualTo("/prod/web");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/nothing|500|URI not found",
                "GET|/v2|500|URI not found",
                "GET|/v2/nothing|500|URI not found",
                "GET|/v2/tasks/x|500|URI not found",
                "POST|/ping|405|Method Not Allowed",
                "POST|/v2/leader|405|Method Not Allowed",
                "GET|/v2/tasks/delete|405|Method Not Allowed",
                "GET|/v2/deployments/x|405|Method Not Allowed",
                "GET|/v2/apps/prod/web/restart|405|Method Not Allowed",
                "PUT|/v2/apps/prod/web/restart|405|Method Not Allowed",
                "GET|/v2/apps/a/b|404|App '/a/b' does not exist",
                "GET|/v2/apps/a/B_b|404|App '/a/B_b' does not exist",
                "GET|/v2/apps/a/b/tasks|404|App '/a/b' does not exist",
                "GET|/v2/apps/a/b/versions|404|App '/a/b' does not exist",
                "GET|/v2/apps/a/*|404|Group '/a' does not exist",
                "DELETE|/v2/apps/a/b|404|App '/a/b' does not exist",
                "POST|/v2/apps/a/b/restart|404|App '/a/b' does not exist",
                "DELETE|/v2/deployments/x|404|DeploymentPlan x does not exist",
                "GET|/v2/apps/a/versions/latest|422|Invalid timestamp provided 'latest'. Expecting ISO-8601 datetime string.",
                "DELETE|/v2/queue/a/delay|404|Application /a not found in tasks queue.",
                "GET|/v2/apps?label=a=b|422|Can not parse label selector a=b. Reason: expected a comma or the end at character 2",
                "GET|/v2/%zz|400|The URI is not well-formed",
            })
    void each_mistake_has_its_answer(String method, String path, int status, String message) {
        var answer = client.send(method, path, "");
        assertThat(answer.status()).isEqualTo(status);
        if (status != 400) assertThat(answer.message()).isEqualTo(message);
    }

    @Test
    void a_browser_finds_a_page_that_says_what_this_is() {
        assertThat(client.get("/").headers()).containsEntry("location", server.url() + "/ui/");
        var page = client.send("GET", "/ui/", "");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers().get("content-type")).startsWith("text/html");
        assertThat(page.body()).contains("no web console yet", "/v2/apps");
    }

    @Test
    void a_locked_application_names_the_deployment_that_holds_it() {
        client.send("POST", "/v2/apps", "{\"id\":\"/big\",\"cmd\":\"sleep 1\",\"cpus\":10000}");
        var lock = client.get("/v2/deployments").json().at("/0/id").asText();
        var answer = client.send("PUT", "/v2/apps/big", "{\"instances\":2}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().at("/deployments/0/id").asText()).isEqualTo(lock);
        assertThat(client.send("PUT", "/v2/apps/big?force=true", "{\"instances\":2}").status())
                .isEqualTo(200);
    }

    @Test
    void an_instance_that_waits_is_in_the_queue_and_says_why() {
        client.send("POST", "/v2/apps", "{\"id\":\"/big\",\"cmd\":\"sleep 1\",\"cpus\":10000}");
        assertThat(client.get("/v2/queue").json().at("/queue/0/count").asInt()).isEqualTo(1);
        var why = client.get("/v3/apps/big/why").json();
        assertThat(why.at("/waiting").asInt()).isEqualTo(1);
        assertThat(why.at("/why").asText()).isEqualTo("no offer was looked at yet");
    }

    @Test
    void a_killed_task_is_answered_as_it_was_and_comes_back() {
        client.send("POST", "/v2/apps", WEB);
        var task = client.get("/v2/apps/prod/web/tasks").json().at("/tasks/0/id").asText();
        var killed = client.send("DELETE", "/v2/apps/prod/web/tasks/" + task, "");
        assertThat(killed.json().at("/task/id").asText()).isEqualTo(task);
        assertThat(killed.json().at("/task/state").asText()).isEqualTo("TASK_RUNNING");
        assertThat(client.get("/v2/tasks?status=running").json().at("/tasks/0/id").asText())
                .isEqualTo(task.replace("._app.1", "._app.2"));
    }

    @Test
    void killing_with_scale_wants_fewer_instances_and_takes_the_chosen_one() {
        client.send("POST", "/v2/apps", "{\"id\":\"/web\",\"cmd\":\"sleep 1\",\"instances\":3}");
        var tasks = client.get("/v2/apps/web/tasks").json().at("/tasks");
        var chosen = tasks.at("/1/id").asText();
        var answer = client.send("DELETE", "/v2/apps/web/tasks/" + chosen + "?scale=true", "");
        assertThat(answer.json().has("deploymentId")).isTrue();
        assertThat(client.get("/v2/apps/web").json().at("/app/instances").asInt()).isEqualTo(2);
    }

    @Test
    void a_failed_task_is_told_with_its_application() {
        client.send("POST", "/v2/apps", WEB);
        var task =
                TaskId.parse(client.get("/v2/tasks").json().at("/tasks/0/id").asText())
                        .orElseThrow();
        world.observe(task, TaskState.FAILED, "exit status 1");
        var failure = client.get("/v2/apps/prod/web").json().at("/app/lastTaskFailure");
        assertThat(failure.at("/taskId").asText()).isEqualTo(task.value());
        assertThat(failure.at("/state").asText()).isEqualTo("TASK_FAILED");
        assertThat(failure.at("/message").asText()).isEqualTo("exit status 1");
    }
}
