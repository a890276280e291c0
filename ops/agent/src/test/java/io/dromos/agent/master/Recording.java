package io.dromos.agent.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One recorded conversation with a real master.
public record Recording(String name, List<JsonNode> lines) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// Reads a recording of this name from the resources.
    public static Recording read(String name) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text("/mesos/" + name + ".jsonl").lines().toList()) {
            lines.add(MAPPER.readTree(line));
        }
        return new Recording(name, lines);
    }

    /// Seconds since the start of the recording.
    public static double time(JsonNode line) {
        return line.path("t").asDouble();
    }

    /// The status inside an update to a scheduler, or missing.
    public static JsonNode status(JsonNode line) {
        return line.at("/body/update/status");
    }

    /// The id of the nth master of this recording, if any framework was told it.
    Optional<String> masterId(int number) {
        return lines.stream()
                .map(line -> line.at("/body/subscribed/master_info/id").asText())
                .filter(id -> !id.isEmpty())
                .distinct()
                .skip(number - 1)
                .findFirst();
    }

    /// The seconds since the epoch at the recording's start: updates are told after they happened.
    double epoch() {
        return lines.stream()
                .filter(line -> status(line).has("uuid"))
                .mapToDouble(line -> status(line).path("timestamp").asDouble() - time(line))
                .max()
                .orElse(0);
    }

    /// The first time after a line at which an agent shows that it is back, if it ever does.
    Optional<Double> back(int after, String agentId) {
        return lines.stream()
                .skip(after)
                .filter(line -> line.path("dir").asText().equals("event"))
                .filter(line -> shows(line, agentId))
                .map(Recording::time)
                .findFirst();
    }

    /// The time at which an event shows that the nth agent has joined, unless somebody subscribed
    /// between.
    Optional<Double> joined(int after, int number) {
        for (JsonNode line : lines.subList(after, lines.size())) {
            if (line.at("/body/type").asText().equals("SUBSCRIBE")) {
                return Optional.empty();
            }
            if (List.of("OFFERS", "AGENT_ADDED").contains(line.at("/body/type").asText())
                    && line.toString().contains("-S" + number + '"')) {
                return Optional.of(time(line));
            }
        }
        return Optional.empty();
    }

    private static boolean shows(JsonNode line, String agentId) {
        String type = line.at("/body/type").asText();
        boolean speaks =
                type.equals("OFFERS")
                        || type.equals("TASK_ADDED")
                        || status(line).has("uuid")
                        || status(line).path("reason").asText().equals("REASON_AGENT_REREGISTERED");
        return speaks && line.toString().contains('"' + agentId + '"');
    }

    /// What an agent's tasks had become by this time, though it was told later: the statuses of
    /// lines from `from` on.
    List<JsonNode> statusesUntil(double t, int from, String agentId) {
        double until = epoch() + t;
        return lines.stream()
                .skip(from)
                .map(Recording::status)
                .filter(status -> status.has("uuid"))
                .filter(status -> status.at("/agent_id/value").asText().equals(agentId))
                .filter(status -> status.path("timestamp").asDouble() <= until)
                .toList();
    }

    /// The times of offers that neither a call nor a new agent caused: there the allocator ran.
    List<Double> allocations() {
        List<Double> times = new ArrayList<>();
        double cause = Double.NEGATIVE_INFINITY;
        for (JsonNode line : lines) {
            double t = time(line);
            String type = line.path("body").path("type").asText();
            switch (line.path("dir").asText()) {
                case "call", "note" ->
                        cause =
                                type.equals("SUBSCRIBE") || type.equals("REVIVE") || isStart(line)
                                        ? t
                                        : cause;
                case "event" -> {
                    if (type.equals("OFFERS") && t - cause > 0.03 && !isFirstOfAgent(line)) {
                        times.add(t);
                    }
                }
                default -> {}
            }
        }
        return times;
    }

    private static boolean isStart(JsonNode line) {
        return line.path("text").asText().endsWith("started");
    }

    private boolean isFirstOfAgent(JsonNode event) {
        String agent = event.at("/body/offers/offers/0/agent_id/value").asText();
        return lines.stream()
                .filter(line -> line.at("/body/type").asText().equals("OFFERS"))
                .filter(line -> line.toString().contains(agent))
                .findFirst()
                .filter(event::equals)
                .isPresent();
    }

    static String text(String resource) throws IOException {
        try (InputStream in = Recording.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
