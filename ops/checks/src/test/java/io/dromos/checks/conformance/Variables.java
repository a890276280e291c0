package io.dromos.checks.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a conversation remembers: its fresh word, the server's address, and what it captured.
final class Variables {

    private static final Pattern NAME = Pattern.compile("\\$\\{([A-Za-z0-9_]+)}");

    private final Map<String, JsonNode> values;

    private Variables(Map<String, JsonNode> values) {
        this.values = new HashMap<>(values);
    }

    static Variables of(Map<String, String> texts) {
        var variables = new Variables(Map.of());
        texts.forEach((name, text) -> variables.put(name, TextNode.valueOf(text)));
        return variables;
    }

    /// A copy, to try something with.
    Variables copy() {
        return new Variables(values);
    }

    /// Takes over what a copy captured.
    void take(Variables copy) {
        values.putAll(copy.values);
    }

    void put(String name, JsonNode value) {
        values.put(name, value);
    }

    Optional<JsonNode> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// The text with each `${name}` replaced by its value; an unknown name stays.
    String fill(String text) {
        return NAME.matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                get(found.group(1)).map(JsonNode::asText).orElse(found.group())));
    }

    /// The same in every text within, names of fields included.
    JsonNode fill(JsonNode node) {
        if (node.isTextual()) return TextNode.valueOf(fill(node.textValue()));
        if (node.isArray()) {
            var filled = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> filled.add(fill(element)));
            return filled;
        }
        if (!node.isObject()) return node;
        var filled = JsonNodeFactory.instance.objectNode();
        node.properties()
                .forEach(field -> filled.set(fill(field.getKey()), fill(field.getValue())));
        return filled;
    }
}
