package io.dromos.checks.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A client of the server, or of an agent, that knows nothing but HTTP.
public final class Api {

    /// How long the cluster may take to do what it was asked, on a busy machine.
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(100);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();

    private final URI base;
    private final Optional<String> authorization;
    private final Duration answerMax;

    private Api(URI base, Optional<String> authorization, Duration answerMax) {
        this.base = base;
        this.authorization = authorization;
        this.answerMax = answerMax;
    }

    /// A client of what listens on this port of the loopback.
    public static Api at(int port) {
        return new Api(URI.create("http://127.0.0.1:" + port), Optional.empty(), PATIENCE);
    }

    /// The same, by name and password.
    public Api as(String user, String password) {
        var secret = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        var basic = "Basic " + Base64.getEncoder().encodeToString(secret);
        return new Api(base, Optional.of(basic), answerMax);
    }

    /// The same, that waits so long for an answer.
    public Api answering(Duration within) {
        return new Api(base, authorization, within);
    }

    /// An answer.
    public record Answer(int status, String body) {

        /// The body as JSON.
        public JsonNode json() {
            return Api.json(body);
        }

        /// Fails the test unless the answer is good.
        public Answer ok() {
            assertThat(status).as(body).isBetween(200, 299);
            return this;
        }
    }

    /// Reads JSON.
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + text, e);
        }
    }

    public Answer get(String path) {
        return send("GET", path, "");
    }

    public Answer post(String path, String body) {
        return send("POST", path, body);
    }

    public Answer put(String path, String body) {
        return send("PUT", path, body);
    }

    public Answer delete(String path) {
        return send("DELETE", path, "");
    }

    /// Sends a request with these further headers, names and values in turn.
    public Answer send(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(answerMax);
        request.method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) request.header("Content-Type", "application/json");
        authorization.ifPresent(it -> request.header("Authorization", it));
        for (int at = 0; at < headers.length; at += 2)
            request.setHeader(headers[at], headers[at + 1]);
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + base + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Waits until no deployment is under way.
    public void awaitSettled() {
        await("no deployment is under way")
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(get("/v2/deployments").json()).isEmpty());
    }

    /// Waits until so many tasks of the application run, and no others, and gives them.
    public List<JsonNode> awaitRunning(String app, int count) {
        return await("%d tasks of %s run".formatted(count, app))
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .until(
                        () -> tasks(app),
                        tasks -> tasks.size() == count && tasks.stream().allMatch(Api::isRunning));
    }

    private static boolean isRunning(JsonNode task) {
        return task.path("state").asText().equals("TASK_RUNNING");
    }

    /// The tasks of an application; none if it is unknown.
    public List<JsonNode> tasks(String app) {
        var tasks = new ArrayList<JsonNode>();
        get("/v2/apps" + app + "/tasks").json().path("tasks").forEach(tasks::add);
        return tasks;
    }
}
