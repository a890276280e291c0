package io.dromos.cli.mesos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// A Mesos cluster: its leading master and, through it, its agents. Our credentials are not theirs
/// and are not told to them.
public final class Mesos implements AutoCloseable {

    private static final long ANSWER_MAX = 256L << 20;
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final String master;

    private Mesos(String master) {
        this.master = master;
    }

    /// The cluster that a server schedules on.
    public static Mesos of(Api api) throws Failure {
        var named = api.get("/v2/info").path("marathon_config").path("master").asText("");
        var first = named.split(",", -1)[0];
        if (!first.matches("[^:/]+:[0-9]{1,5}"))
            throw Failure.failed(
                    "The server names its Mesos master as '%s', and only HOST:PORT can be asked"
                            .formatted(named));
        return new Mesos(first);
    }

    /// The master's agents.
    public JsonNode agents() throws Failure {
        return json("http://" + master + "/master/slaves").path("slaves");
    }

    /// All that the master knows.
    public JsonNode state() throws Failure {
        return json("http://" + master + "/master/state");
    }

    /// Reads JSON of a master or an agent.
    public JsonNode json(String url) throws Failure {
        var answer = send(url, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_MAX));
        try {
            if (answer.statusCode() == 200) return Api.JSON.readTree(answer.body());
        } catch (JsonProcessingException _) {
            throw Failure.failed(url + " does not answer with JSON");
        } catch (IOException e) {
            throw Failure.failed(url + " cannot be read: " + e.getMessage());
        }
        throw Failure.failed("%s answers %d".formatted(url, answer.statusCode()));
    }

    /// Opens what may be long, to be closed by the caller.
    public InputStream open(String url) throws Failure {
        var answer = send(url, BodyHandlers.ofInputStream());
        if (answer.statusCode() == 200) return answer.body();
        throw Failure.failed("%s answers %d".formatted(url, answer.statusCode()));
    }

    private <T> HttpResponse<T> send(String url, BodyHandler<T> handler) throws Failure {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(WAIT_MAX).build();
        try {
            return client.send(request, handler);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Failure.failed("Interrupted while waiting for " + url);
        } catch (IOException e) {
            throw Failure.unreachable(
                    "Mesos does not answer at %s (%s)"
                            .formatted(url, e.getClass().getSimpleName()));
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
