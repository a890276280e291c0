package io.dromos.agent.master;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which of our ids each recorded id stands for: one for one in both directions. Ids of frameworks,
/// agents and offers begin with their master's id. Frameworks and agents are numbered alike in
/// both; which offer got which number is left to chance, so offers are recognized by their content.
final class Ids {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, String> ours = new HashMap<>();
    private final Map<String, String> recorded = new HashMap<>();

    /// Notes that a recorded id is one of ours, now and always.
    void pair(String theirs, String own) {
        assertThat(ours.getOrDefault(theirs, own)).as("ours for " + theirs).isEqualTo(own);
        assertThat(recorded.getOrDefault(own, theirs)).as("recorded for " + own).isEqualTo(theirs);
        ours.put(theirs, own);
        recorded.put(own, theirs);
    }

    /// Learns the ids of offers from an event of ours that is alike.
    void learn(JsonNode theirs, JsonNode own) {
        for (JsonNode offer : theirs.at("/offers/offers")) {
            JsonNode wanted = withoutId(Alike.of(map(offer)));
            for (JsonNode mine : own.at("/offers/offers")) {
                if (withoutId(Alike.of(mine)).equals(wanted)) {
                    pair(offer.at("/id/value").asText(), mine.at("/id/value").asText());
                }
            }
        }
    }

    /// The text with our ids in the place of recorded ones.
    String map(String text) {
        String mapped = text;
        // longest first: O1 is the beginning of O10, and all begin with the master's
        List<String> known =
                ours.keySet().stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
        for (String id : known) {
            String whole = id.matches(".*-O[0-9]+") ? id + "(?![0-9])" : id;
            mapped = mapped.replaceAll(whole, ours.get(id));
        }
        return mapped;
    }

    /// The recorded id that one of our agents stands for.
    String recorded(String own) {
        String theirs = own;
        for (Map.Entry<String, String> pair : recorded.entrySet()) {
            theirs = theirs.replace(pair.getKey(), pair.getValue());
        }
        return theirs;
    }

    JsonNode map(JsonNode json) {
        try {
            return MAPPER.readTree(map(json.toString()));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode withoutId(JsonNode offer) {
        ObjectNode copy = offer.deepCopy();
        copy.remove("id");
        return copy;
    }
}
