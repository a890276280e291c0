package io.dromos.bench;

import static java.net.http.HttpResponse.BodyHandlers.ofString;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.regex.Pattern;

/// What the embedded master itself has of tasks, offers and schedulers, whatever the server says.
///
/// @param port of the master on the loopback
record MasterBooks(HttpClient http, int port) {

    private static final Pattern RUNNING = number("tasks_running");
    private static final Pattern OFFERS = number("outstanding_offers");
    private static final Pattern SCHEDULERS = number("frameworks_connected");
    private static final Pattern LIVE = number("tasks_(?:staging|starting|running|killing)");

    private static Pattern number(String name) {
        return Pattern.compile("\"master/" + name + "\":([0-9.]+)");
    }

    /// How many tasks run.
    double running() throws IOException, InterruptedException {
        return sum(RUNNING);
    }

    /// How many tasks have not ended.
    double there() throws IOException, InterruptedException {
        return sum(LIVE);
    }

    /// How many offers it waits for an answer to.
    double offers() throws IOException, InterruptedException {
        return sum(OFFERS);
    }

    /// How many schedulers are subscribed.
    double schedulers() throws IOException, InterruptedException {
        return sum(SCHEDULERS);
    }

    /// All it knows of agents and tasks, as JSON.
    String state() throws IOException, InterruptedException {
        return get("/state");
    }

    private double sum(Pattern name) throws IOException, InterruptedException {
        var body = get("/metrics/snapshot");
        var found = name.matcher(body).results().toList();
        if (found.isEmpty()) throw new IOException("The master has no " + name + ": " + body);
        return found.stream().mapToDouble(it -> Double.parseDouble(it.group(1))).sum();
    }

    private String get(String path) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + port + path);
        return http.send(HttpRequest.newBuilder(uri).build(), ofString()).body();
    }
}
