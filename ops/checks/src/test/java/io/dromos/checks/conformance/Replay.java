package io.dromos.checks.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Holds a recorded conversation with a server.
final class Replay {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_MAX = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(50);

    /// Recorded patience was that of an idle machine.
    private static final int SLOWER = 4;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String base;
    private final Comparison comparison;

    private Replay(String base) {
        this.base = base;
        var word = "c" + UUID.randomUUID().toString().substring(0, 7);
        this.comparison = new Comparison(Variables.of(Map.of("u", word, "base", base)));
    }

    /// Where the server's answers are not as recorded, up to the first step that differs.
    static List<Difference> of(Recording recording, int port)
            throws IOException, InterruptedException {
        var replay = new Replay("http://127.0.0.1:" + port);
        try {
            return replay.steps(recording.steps());
        } finally {
            for (var request : recording.cleanup()) replay.send(request);
        }
    }

    private List<Difference> steps(JsonNode steps) throws IOException, InterruptedException {
        for (int at = 0; at < steps.size(); at++) {
            var step = steps.get(at);
            var found = step.has("waitFor") ? await(step.get("waitFor")) : List.<Difference>of();
            if (found.isEmpty() && step.has("request")) {
                var answer = send(step.get("request"));
                found = check(step.path("response"), answer, comparison);
            }
            if (found.isEmpty()) continue;
            var request = step.path("request");
            var place =
                    "step %d %s %s "
                            .formatted(
                                    at,
                                    request.path("method").asText(),
                                    comparison.variables().fill(request.path("path").asText()));
            return found.stream().map(difference -> difference.within(place)).toList();
        }
        return List.of();
    }

    /// Asks until the answer is as expected; what is otherwise when patience is over.
    private List<Difference> await(JsonNode wanted) throws IOException, InterruptedException {
        var patience = Duration.ofSeconds(wanted.path("timeout").asLong(20) * SLOWER);
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            var answer = send(wanted);
            var trial = comparison.trial();
            var found = new ArrayList<Difference>();
            var status = IntNode.valueOf(wanted.path("status").asInt(200));
            found.addAll(
                    trial.compare(status, IntNode.valueOf(answer.statusCode()), "waitFor status"));
            if (found.isEmpty() && wanted.has("equals")) {
                var pointer = wanted.path("pointer").asText();
                var value = json(answer.body()).at(pointer);
                found.addAll(trial.compare(wanted.get("equals"), value, "waitFor " + pointer));
            }
            if (found.isEmpty()) comparison.variables().take(trial.variables());
            if (found.isEmpty() || System.nanoTime() > end) return found;
            Thread.sleep(POLL);
        }
    }

    private HttpResponse<String> send(JsonNode recorded) throws IOException, InterruptedException {
        var request = comparison.variables().fill(recorded);
        var to =
                HttpRequest.newBuilder(
                        URI.create(base + request.get("path").asText() + query(request)));
        boolean raw = request.has("rawBody");
        boolean body = raw || request.has("body");
        to.timeout(ANSWER_MAX);
        headers(request, body).forEach(to::setHeader);
        var text = raw ? request.get("rawBody").asText() : request.path("body").toString();
        to.method(
                request.path("method").asText("GET"),
                body ? BodyPublishers.ofString(text) : BodyPublishers.noBody());
        return CLIENT.send(to.build(), BodyHandlers.ofString());
    }

    /// What a request carries unless it says otherwise; one that is null is left out.
    private static Map<String, String> headers(JsonNode request, boolean body) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Accept", "*/*");
        if (body) headers.put("Content-Type", "application/json");
        for (var header : request.path("headers").properties())
            if (header.getValue().isNull()) headers.remove(header.getKey());
            else headers.put(header.getKey(), header.getValue().textValue());
        return headers;
    }

    private static String query(JsonNode request) {
        var pairs = new ArrayList<String>();
        for (var parameter : request.path("query").properties()) {
            var values = parameter.getValue();
            for (var value : values.isArray() ? values : List.of(values))
                pairs.add(encoded(parameter.getKey()) + "=" + encoded(value.asText()));
        }
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<Difference> check(
            JsonNode expected, HttpResponse<String> answer, Comparison comparison) {
        var found = new ArrayList<Difference>();
        var status = IntNode.valueOf(answer.statusCode());
        found.addAll(comparison.compare(expected.get("status"), status, "status"));
        for (var header : expected.path("headers").properties())
            found.addAll(header(header.getKey(), header.getValue(), answer, comparison));
        if (expected.has("body"))
            found.addAll(comparison.compare(expected.get("body"), json(answer.body()), "body"));
        if (expected.has("bodyText")) {
            var text = TextNode.valueOf(answer.body());
            found.addAll(comparison.compare(expected.get("bodyText"), text, "bodyText"));
        }
        return found;
    }

    private static List<Difference> header(
            String name, JsonNode expected, HttpResponse<String> answer, Comparison comparison) {
        var value = answer.headers().firstValue(name);
        if (name.equals("Content-Type")) value = value.map(type -> type.replaceFirst(";.*", ""));
        var got = value.<JsonNode>map(TextNode::valueOf).orElse(MissingNode.getInstance());
        if (expected.isNull() && got.isMissingNode()) return List.of();
        return comparison.compare(expected, got, "header " + name);
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return JsonNodeFactory.instance.pojoNode("no JSON: " + body);
        }
    }
}
