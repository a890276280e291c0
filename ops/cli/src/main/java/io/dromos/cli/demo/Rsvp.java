package io.dromos.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.AppPath;
import io.dromos.cli.deployment.Reasons;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.run.Running;
import io.dromos.cli.text.Progress;
import io.dromos.cli.text.Terminal;
import io.dromos.demo.DemoDocuments;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Deploys the RSVP application, in containers where that can be done, else as plain commands; what
/// runs already is left as it is.
///
/// @param running the `up` on this machine that the server belongs to, if it does
public record Rsvp(Api api, Terminal terminal, Path data, Optional<Running> running) {

    private static final List<String> IMAGES = List.of("mongo:3.3", "teamcloudyuga/rsvpapp");
    private static final Duration PULL_MAX = Duration.ofSeconds(60);
    private static final Duration RUN_MAX = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final String DATABASE = "mongodb";
    private static final String PAGE = "rsvp";

    /// Deploys both applications and prints the page's address when it answers.
    ///
    /// @param asCommands whether containers are not even tried
    public void deploy(boolean asCommands) throws Failure, IOException, InterruptedException {
        var page = deployed(asCommands);
        terminal.say("The RSVP page is at " + page);
    }

    private String deployed(boolean asCommands) throws Failure, IOException, InterruptedException {
        try (var progress = new Progress(terminal)) {
            var obstacle =
                    asCommands ? Optional.of("as asked for") : obstacleToContainers(progress);
            obstacle.ifPresent(why ->
                    terminal.note("The demo runs as plain commands instead of containers: " + why));
            var documents = obstacle.isEmpty() ? DemoDocuments.asContainers() : commands();
            for (var document : documents) admit(document);
            awaitTask(DATABASE, progress);
            var page = pageAddress(awaitTask(PAGE, progress));
            awaitPage(page, progress);
            return page;
        }
    }

    /// Why containers cannot be run, or would not find one another; empty if they can.
    private Optional<String> obstacleToContainers(Progress progress) throws InterruptedException {
        if (running.isPresent() && running.get().bridgeDns().isEmpty())
            return Optional.of(
                    "containers could not find one another by name without a docker0 bridge whose port 53 this user may take");
        var absence = Docker.absence();
        if (absence.isPresent())
            return Optional.of("no Docker engine answers (" + absence.get() + ")");
        for (var image : IMAGES) {
            if (Docker.has(image)) continue;
            progress.show("pulling " + image);
            var pulled = Docker.pull(image, PULL_MAX);
            if (!pulled.done())
                return Optional.of(
                        "the image %s cannot be pulled (%s)".formatted(image, pulled.said()));
        }
        return Optional.empty();
    }

    private List<String> commands() throws Failure, IOException {
        var dns =
                running.flatMap(it -> it.dns().stream().findFirst())
                        .orElseThrow(() ->
                                Failure.failed(
                                        "Plain commands are run only by a 'dromos up' on this machine: leave --url away, or use a Docker engine"));
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        return DemoDocuments.asCommands(
                java, classPath(), data.resolve("demo").resolve("mongodb"), dns);
    }

    /// The jars of the demo's two programs where builds leave them; else our own class path.
    private String classPath() throws IOException {
        var built = terminal.environment().get("DROMOS_LIB");
        if (built == null) return System.getProperty("java.class.path");
        var jars = new ArrayList<String>();
        try (var own = Files.newDirectoryStream(Path.of(built), "ops-demo-*.jar")) {
            for (var jar : own) jars.add(jar.toString());
        }
        try (var in = DemoDocuments.class.getResourceAsStream("libraries")) {
            if (in == null) return System.getProperty("java.class.path");
            var named = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            for (var name : named.split(":", -1))
                jars.add(Path.of(built).resolve(name).normalize().toString());
        }
        return String.join(":", jars);
    }

    /// Creates an application, or changes one that is of the other kind.
    private void admit(String document) throws Failure, IOException {
        var wanted = Api.JSON.readTree(document);
        var path = AppPath.of(wanted.path("id").asText());
        var body = Optional.of(document.getBytes(StandardCharsets.UTF_8));
        var present = api.find(path.resource()).map(answer -> answer.path("app"));
        if (present.isEmpty()) {
            api.send("POST", "/v2/apps", body);
        } else if (!image(present.get()).equals(image(wanted))) {
            api.send("PUT", path.resource() + "?force=true&partialUpdate=false", body);
        }
    }

    private static String image(JsonNode app) {
        return app.path("container").path("docker").path("image").asText("");
    }

    private JsonNode awaitTask(String id, Progress progress) throws Failure, InterruptedException {
        var path = AppPath.of(id).resource();
        while (true) {
            var app = api.get(path).path("app");
            for (var task : app.path("tasks"))
                if (task.path("state").asText().equals("TASK_RUNNING")
                        && app.path("deployments").isEmpty()) return task;
            progress.show("waiting for " + id + " to run" + why(id, progress));
            if (progress.elapsed().compareTo(RUN_MAX) > 0)
                throw Failure.timedOut(
                        "%s does not run after %d s%s: see 'dromos app show %s'"
                                .formatted(id, RUN_MAX.toSeconds(), why(id, progress), id));
            Thread.sleep(POLL);
        }
    }

    private String why(String id, Progress progress) throws Failure {
        if (progress.elapsed().compareTo(Progress.QUIET) < 0) return "";
        var why = Reasons.all(api, AppPath.of(id));
        return why.isEmpty() ? "" : " – " + why;
    }

    private String pageAddress(JsonNode task) {
        return "http://%s:%d/".formatted(api.base().getHost(), task.path("ports").path(0).asInt());
    }

    private void awaitPage(String page, Progress progress) throws Failure, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(page)).timeout(Duration.ofSeconds(5)).build();
        try (var client = HttpClient.newHttpClient()) {
            while (!answers(client, request)) {
                progress.show("waiting for the page at " + page);
                if (progress.elapsed().compareTo(RUN_MAX) > 0)
                    throw Failure.timedOut(
                            "The page at %s does not answer: see 'dromos task log %s --stderr'"
                                    .formatted(page, PAGE));
                Thread.sleep(POLL);
            }
        }
    }

    private static boolean answers(HttpClient client, HttpRequest request)
            throws InterruptedException {
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }
}
