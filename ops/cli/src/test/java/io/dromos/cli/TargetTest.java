package io.dromos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.cli.ScriptedServer.Reply;
import io.dromos.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `app add` waits for, and what it says meanwhile.
class TargetTest {

    private static final String FAILURE =
            "\"lastTaskFailure\":{\"timestamp\":\"T\",\"state\":\"TASK_FAILED\",\"message\":\"no such image\"}";

    @TempDir private Path dir;
    private ScriptedServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new ScriptedServer();
        server.on("PUT /v2/apps/web", 200, "{\"deploymentId\":\"d-2\"}")
                .on("GET /v2/deployments", 200, "[]")
                .on(
                        "GET /v2/events",
                        () ->
                                new Reply(
                                        200,
                                        "event: deployment_success\ndata: {\"id\":\"d-2\"}\n\n",
                                        Map.of("Content-Type", "text/event-stream")));
    }

    @AfterEach
    void end() {
        server.close();
    }

    private static String app(int running, String deployments) {
        return "{\"app\":{\"id\":\"/web\",\"instances\":1,\"tasksRunning\":%d,\"deployments\":[%s],%s}}"
                .formatted(running, deployments, FAILURE);
    }

    private Run add(String document, String... more) throws IOException {
        var file = Files.writeString(dir.resolve("f.json"), document);
        var words = new String[3 + more.length];
        System.arraycopy(new String[] {"app", "add", file.toString()}, 0, words, 0, 3);
        System.arraycopy(more, 0, words, 3, more.length);
        return Run.at(server, words);
    }

    @Test
    void a_change_of_nothing_waits_for_the_deployment_that_is_at_work() throws IOException {
        var asked = new AtomicInteger();
        server.on(
                "GET /v2/apps/web",
                () ->
                        Reply.json(
                                200,
                                asked.incrementAndGet() < 4
                                        ? app(0, "{\"id\":\"d-1\"}")
                                        : app(1, "")));
        var run = add("{\"id\":\"web\"}", "--replace");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).isEqualTo("/web is deployed\n");
        assertThat(asked.get()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void a_change_that_was_rolled_back_meanwhile_has_failed() throws IOException {
        server.on(
                        "PUT /v2/apps/web",
                        200,
                        "{\"deploymentId\":\"d-2\",\"version\":\"2026-01-01T00:00:01.000Z\"}")
                .on(
                        "GET /v2/apps/web",
                        200,
                        app(1, "")
                                .replace(
                                        "\"id\"",
                                        "\"version\":\"2026-01-01T00:00:01.001Z\",\"id\""));
        var run = add("{\"id\":\"web\"}", "--replace");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("/web was changed or rolled back meanwhile");
    }

    @Test
    void how_a_deployment_ends_is_heard_also_after_the_stream_was_lost() throws IOException {
        var streams = new AtomicInteger();
        var lists = new AtomicInteger();
        server.on(
                        "GET /v2/events",
                        () ->
                                new Reply(
                                        200,
                                        streams.incrementAndGet() == 1
                                                ? ""
                                                : "event: deployment_failed\ndata: {\"id\":\"d-2\"}\n\n",
                                        Map.of("Content-Type", "text/event-stream")))
                .on(
                        "GET /v2/deployments",
                        () ->
                                Reply.json(
                                        200,
                                        lists.incrementAndGet() < 100 && streams.get() < 2
                                                ? "[{\"id\":\"d-2\",\"currentActions\":[]}]"
                                                : "[]"))
                .on("GET /v2/apps/web", 200, app(1, ""));
        var run = add("{\"id\":\"web\"}", "--replace");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("was stopped before its end");
    }

    @Test
    void a_deployment_that_never_ends_is_told_with_its_reason() throws IOException {
        server.on("GET /v2/apps/web", 200, app(0, "{\"id\":\"d-1\"}"));
        server.on(
                "GET /v3/apps/web/why",
                200,
                "{\"waiting\":1,\"why\":\"launches are delayed by earlier failures\"}");
        var run = add("{\"id\":\"web\"}", "--replace", "--timeout", "0");
        assertThat(run.code()).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains(
                        "A deployment of /web, d-1, still goes on (0 of 1 instances run) – launches"
                                + " are delayed by earlier failures; last failure T TASK_FAILED: no such image");
    }

    @Test
    void instances_that_are_missing_without_a_deployment_are_a_failure() throws IOException {
        server.on("GET /v2/apps/web", 200, app(0, ""));
        var run = add("{\"id\":\"web\"}", "--replace", "--timeout", "1");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("no deployment is at work on it, but 0 of 1 instances run")
                .contains("no such image");
    }

    @Test
    void while_a_deployment_goes_on_it_is_told_why() throws IOException {
        server.on(
                "GET /v2/events",
                () -> new Reply(200, "\n", Map.of("Content-Type", "text/event-stream")));
        server.on(
                "GET /v2/deployments",
                200,
                "[{\"id\":\"d-2\",\"currentStep\":2,\"totalSteps\":2,\"currentActions\":[{\"action\":\"ScaleApplication\",\"app\":\"/web\"}]}]");
        server.on("GET /v3/apps/web/why", 200, "{\"waiting\":1,\"why\":\"needs 100 cpus\"}");
        server.on("GET /v2/apps/web", 200, app(0, "{\"id\":\"d-2\"}"));
        var run = add("{\"id\":\"web\"}", "--replace", "--timeout", "2");
        assertThat(run.code()).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(run.err())
                .contains("step 2 of 2: ScaleApplication /web – needs 100 cpus; last failure")
                .containsPattern("d-2 still goes on after 2 s – needs 100 cpus");
    }

    @Test
    void a_list_without_applications_is_refused() throws IOException {
        assertThat(add("[]").err()).contains("f.json holds no application: its list is empty");
        assertThat(add("[]").code()).isEqualTo(ExitCode.FAILED);
        assertThat(add("[{\"id\":\"a\"},{}]").err()).contains("f.json, element 2 has no \"id\"");
        assertThat(add("[7]").err()).contains("element 1 has no \"id\"");
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void a_mistyped_field_is_noticed() throws IOException {
        server.on("GET /v2/apps/web", 200, app(1, ""));
        var run = add("{\"id\":\"web\",\"cpu\":1,\"mem\":32,\"colour\":0}", "--replace");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.err().lines())
                .containsExactly(
                        "web: the unknown field 'cpu' is ignored; did you mean 'cpus'?",
                        "web: the unknown field 'colour' is ignored");
    }
}
