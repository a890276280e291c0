package io.dromos.agent.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/// A form in which messages are equal that say the same: whether there is a time, but not which; no
/// versions and capabilities of masters and agents; in order what Mesos keeps in hash maps.
final class Alike {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> TIMES =
            Set.of(
                    "timestamp",
                    "unreachable_time",
                    "registered_time",
                    "reregistered_time",
                    "unregistered_time",
                    "start_time",
                    "elected_time");
    private static final Set<String> UNORDERED =
            Set.of(
                    "offers",
                    "tasks",
                    "unreachable_tasks",
                    "completed_tasks",
                    "frameworks",
                    "completed_frameworks",
                    "agents",
                    "slaves");

    private Alike() {}

    static JsonNode of(JsonNode json) {
        if (json.isNumber()) {
            BigDecimal number = json.decimalValue().stripTrailingZeros();
            return NODES.textNode(number.toPlainString());
        }
        if (json.isArray()) {
            ArrayNode array = NODES.arrayNode();
            json.forEach(item -> array.add(of(item)));
            return array;
        }
        return json.isObject() ? object(json) : json;
    }

    private static ObjectNode object(JsonNode json) {
        ObjectNode object = NODES.objectNode();
        json.properties()
                .forEach(entry ->
                        object.set(entry.getKey(), field(entry.getKey(), entry.getValue())));
        object.remove("?unknown"); // of protobuf, what the recorder had no name for
        boolean claims = object.has("agent_info") || object.has("pid");
        if (claims) {
            object.remove("capabilities");
        }
        return object;
    }

    private static JsonNode field(String name, JsonNode value) {
        if (TIMES.contains(name)) {
            boolean never =
                    value.path("nanoseconds").asText().equals("0") || value.asText().equals("0.0");
            return NODES.textNode(never ? "never" : "some");
        }
        if (name.equals("version")) {
            return NODES.textNode("some");
        }
        JsonNode alike = of(value);
        return UNORDERED.contains(name) && alike.isArray() ? sorted(alike) : alike;
    }

    /// Where two messages differ, a line each: `path: expected → actual`.
    static String differences(JsonNode expected, JsonNode actual) {
        StringBuilder differences = new StringBuilder();
        differences("", expected, actual, differences);
        return differences.toString();
    }

    private static void differences(
            String path, JsonNode expected, JsonNode actual, StringBuilder into) {
        if (expected.isObject() && actual.isObject()) {
            Set<String> names = new TreeSet<>();
            expected.fieldNames().forEachRemaining(names::add);
            actual.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                differences(path + "/" + name, expected.path(name), actual.path(name), into);
            }
        } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                differences(path + "/" + i, expected.get(i), actual.get(i), into);
            }
        } else if (!expected.equals(actual)) {
            into.append(path + ": " + text(expected) + " → " + text(actual) + "\n");
        }
    }

    private static String text(JsonNode json) {
        return json.isMissingNode() ? "nothing" : json.toString();
    }

    private static JsonNode sorted(JsonNode items) {
        ArrayNode sorted = NODES.arrayNode();
        StreamSupport.stream(items.spliterator(), false)
                .sorted(Comparator.comparing(Alike::key))
                .forEach(sorted::add);
        return sorted;
    }

    /// By agent, task or framework first: ids of offers differ.
    private static String key(JsonNode item) {
        return String.join(
                " ",
                item.path("agent_id").toString(),
                item.path("task_id").toString(),
                item.path("framework_info").path("id").toString(),
                item.path("agent_info").path("id").toString(),
                item.toString());
    }
}
