package io.dromos.agent.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/// Maps recorded ids to ours. Framework and agent ids differ only in the master's id before them;
/// which offer got which number is left to chance, so offers are recognized by their content.
final class Ids {
    private static final Set<String> TIMES = Set.of("timestamp", "unreachable_time");
    private static final Set<String> CLAIMS = Set.of("version");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String master;
    private final Map<String, String> offers = new HashMap<>();
    private String recorded = "";

    Ids(String master) {
        this.master = master;
    }

    /// Learns the recorded master's id from SUBSCRIBED.
    void learn(JsonNode event) {
        JsonNode id = event.at("/subscribed/master_info/id");
        if (id.isTextual()) {
            recorded = id.asText();
        }
    }

    /// Learns which of our offers are the recorded ones.
    void learnOffers(JsonNode event, JsonNode ours) {
        for (JsonNode offer : event.at("/offers/offers")) {
            JsonNode wanted = withoutId(comparable(map(offer)));
            for (JsonNode mine : ours.at("/offers/offers")) {
                if (withoutId(comparable(mine)).equals(wanted)) {
                    offers.put(offer.at("/id/value").asText(), mine.at("/id/value").asText());
                }
            }
        }
    }

    String map(String text) {
        String mapped = text;
        // longest first: O1 is the beginning of O10
        List<String> known =
                offers.keySet().stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
        for (String offer : known) {
            mapped = mapped.replaceAll(offer + "(?![0-9])", "\u0000" + offers.get(offer));
        }
        mapped = recorded.isEmpty() ? mapped : mapped.replace(recorded, master);
        return mapped.replace("\u0000", "");
    }

    JsonNode map(JsonNode json) {
        try {
            return MAPPER.readTree(map(json.toString()));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A form in which events are equal that say the same: no times, no claims, offers in order.
    static JsonNode comparable(JsonNode json) {
        if (json.isNumber()) {
            BigDecimal number = json.decimalValue().stripTrailingZeros();
            return JsonNodeFactory.instance.textNode(number.toPlainString());
        }
        if (json.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            json.forEach(item -> array.add(comparable(item)));
            return array;
        }
        if (!json.isObject()) {
            return json;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        json.properties()
                .forEach(entry -> {
                    String name = entry.getKey();
                    if (TIMES.contains(name) || CLAIMS.contains(name)) {
                        object.put(name, "some");
                    } else if (name.equals("master_info")) {
                        object.set(name, withoutCapabilities(comparable(entry.getValue())));
                    } else if (name.equals("offers") && entry.getValue().isArray()) {
                        object.set(name, sorted(comparable(entry.getValue())));
                    } else {
                        object.set(name, comparable(entry.getValue()));
                    }
                });
        return object;
    }

    private static JsonNode withoutCapabilities(JsonNode masterInfo) {
        ((ObjectNode) masterInfo).remove("capabilities");
        return masterInfo;
    }

    private static JsonNode sorted(JsonNode offers) {
        ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
        StreamSupport.stream(offers.spliterator(), false)
                .map(Ids::withoutId)
                .sorted(Comparator.comparing(offer -> offer.path("agent_id").toString()))
                .forEach(sorted::add);
        return sorted;
    }

    private static JsonNode withoutId(JsonNode offer) {
        ObjectNode copy = offer.deepCopy();
        copy.remove("id");
        return copy;
    }
}
