package io.dromos.checks.rollout;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.checks.cluster.Api;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// Keeps a pool up to date from the event stream alone, as load balancers do: whenever something
/// happens it asks for the tasks, and serves those that run and are healthy.
final class PoolFeeder implements AutoCloseable {

    private final Api api;
    private final String app;
    private final HaProxy pool;
    private final Stream<String> lines;
    private final Thread thread;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private PoolFeeder(Api api, String app, HaProxy pool, Stream<String> lines) {
        this.api = api;
        this.app = app;
        this.pool = pool;
        this.lines = lines;
        this.thread = Thread.ofPlatform().name("pool feeder").start(this::listen);
    }

    /// Feeds the pool with the tasks of an application, from now on.
    static PoolFeeder start(int apiPort, String app, HaProxy pool)
            throws IOException, InterruptedException {
        var events = URI.create("http://127.0.0.1:%d/v2/events".formatted(apiPort));
        var request = HttpRequest.newBuilder(events).header("Accept", "text/event-stream").build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
        if (answer.statusCode() != 200) throw new IOException("No stream: " + answer);
        return new PoolFeeder(Api.at(apiPort), app, pool, answer.body());
    }

    private void listen() {
        try {
            lines.filter(line -> line.startsWith("event:")).forEach(_ -> pool.serve(servers()));
        } catch (RuntimeException | AssertionError e) {
            if (!closed) failures.add(e);
        }
    }

    private List<HaProxy.Server> servers() {
        return api.tasks(app).stream()
                .filter(task -> task.path("state").asText().equals("TASK_RUNNING"))
                .filter(PoolFeeder::isHealthy)
                .map(task ->
                        new HaProxy.Server(
                                task.path("id").asText(),
                                "127.0.0.1",
                                task.path("ports").path(0).asInt()))
                .toList();
    }

    private static boolean isHealthy(JsonNode task) {
        var results = task.path("healthCheckResults");
        if (results.isEmpty()) return false;
        for (var result : results) if (!result.path("alive").asBoolean()) return false;
        return true;
    }

    /// Why it feeds no more, if it does not.
    List<Throwable> failures() {
        return failures;
    }

    /// Ends with the stream.
    @Override
    public void close() {
        closed = true;
        lines.close();
        thread.interrupt();
        await("the feeder has ended").atMost(Api.PATIENCE).until(() -> !thread.isAlive());
    }
}
