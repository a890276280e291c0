package io.dromos.checks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Shape;
import io.dromos.checks.cluster.SharedCluster;
import io.dromos.cli.Main;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.text.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One server and three agents for all scenarios that leave them running; each test finds them
/// empty.
abstract class Scene {

    static final Duration POLL = Duration.ofMillis(50);

    /// One of each type that agents have, and a rack each.
    private static final String[] ATTRIBUTES = {
        "rack:a;weight:1.5;lanes:[1-2,20-30];disks:{ssd,nvme}",
        "rack:b;weight:2;lanes:[3-4];disks:{hdd}",
        "rack:b;weight:0.25"
    };

    @RegisterExtension
    static final SharedCluster CLUSTER =
            new SharedCluster("scenarios", Shape.agents(3).withAttributes(ATTRIBUTES));

    static Api api() {
        return CLUSTER.get().api();
    }

    @AfterEach
    void clear() {
        api().delete("/v2/groups?force=true").ok();
        await("everything has ended")
                .atMost(Api.PATIENCE)
                .pollInterval(POLL)
                .untilAsserted(() -> {
                    assertThat(api().get("/v2/deployments").ok().json()).isEmpty();
                    assertThat(api().get("/v2/tasks").ok().json().path("tasks")).isEmpty();
                });
    }

    /// A small task that runs until it is ended.
    ///
    /// @param more further fields, with a comma before each
    static String sleeper(String id, String... more) {
        return command(id, "exec sleep 3600", more);
    }

    /// A small task that runs this.
    static String command(String id, String cmd, String... more) {
        return "{\"id\":\"%s\",\"cpus\":0.1,\"mem\":32,\"cmd\":\"%s\"%s}"
                .formatted(id, cmd, String.join("", more));
    }

    /// Creates an application and waits until its deployment is done.
    static void deploy(String app) {
        api().post("/v2/apps", app).ok();
        api().awaitSettled();
    }

    static JsonNode app(String id) {
        return api().get("/v2/apps" + id).ok().json().path("app");
    }

    /// Waits until the application is as wanted.
    static JsonNode awaitApp(String id, String what, Predicate<JsonNode> wanted) {
        return await("%s: %s".formatted(id, what))
                .atMost(Api.PATIENCE)
                .pollInterval(POLL)
                .until(() -> app(id), wanted);
    }

    /// The entry of an application in the queue, once it is as wanted.
    static JsonNode awaitQueued(String id, String what, Predicate<JsonNode> wanted) {
        return await("%s waits: %s".formatted(id, what))
                .atMost(Api.PATIENCE)
                .pollInterval(POLL)
                .until(() -> queued(id), wanted);
    }

    private static JsonNode queued(String id) {
        JsonNode found = MissingNode.getInstance();
        for (var entry : api().get("/v2/queue").ok().json().path("queue"))
            if (entry.at("/app/id").asText().equals(id)) found = entry;
        return found;
    }

    /// What a command of `dromos` said, and how it ended.
    record Said(int code, String out, String err) {}

    /// What a command says that has to succeed.
    static String done(String... words) {
        var said = dromos(words);
        assertThat(said.code()).as("%s%s", said.out(), said.err()).isEqualTo(ExitCode.OK);
        return said.out();
    }

    /// Runs a command at this cluster's server.
    static Said dromos(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var environment = Map.of("DROMOS_URL", "http://127.0.0.1:" + CLUSTER.get().apiPort());
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), environment);
        int code = Main.run(terminal, words);
        return new Said(code, out.toString(), err.toString());
    }

    static List<String> ids(List<JsonNode> tasks) {
        return tasks.stream().map(Scene::id).sorted().toList();
    }

    static String id(JsonNode task) {
        return task.path("id").asText();
    }

    static String instance(JsonNode task) {
        return id(task).substring(0, id(task).indexOf("._app."));
    }

    static int run(JsonNode task) {
        return Integer.parseInt(id(task).substring(id(task).lastIndexOf('.') + 1));
    }

    static String host(JsonNode task) {
        return task.path("host").asText();
    }

    /// A port that only the first agent offers.
    static int port(int number) {
        return CLUSTER.get().nodes().getFirst().firstPort() + number;
    }
}
