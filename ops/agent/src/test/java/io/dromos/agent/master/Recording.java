package io.dromos.agent.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One recorded conversation with a real master, and what of it is not compared.
record Recording(String name, List<JsonNode> lines, Set<String> excluded) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Recording read(String name) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text("/mesos/" + name + ".jsonl").lines().toList()) {
            lines.add(MAPPER.readTree(line));
        }
        Set<String> excluded = new HashSet<>();
        for (String line : text("/mesos/exclusions.txt").lines().toList()) {
            String[] words = line.split(" ", 3);
            if (words[0].equals(name)) {
                excluded.add(words[1]);
            }
        }
        return new Recording(name, lines, excluded);
    }

    /// The times of offers that neither a call nor a new agent caused: there the allocator ran.
    List<Double> allocations() {
        List<Double> times = new ArrayList<>();
        double cause = Double.NEGATIVE_INFINITY;
        for (JsonNode line : lines) {
            double t = line.path("t").asDouble();
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

    private static String text(String resource) throws IOException {
        try (InputStream in = Recording.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
