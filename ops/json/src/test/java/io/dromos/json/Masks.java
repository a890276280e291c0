package io.dromos.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compares answers with recorded ones, in which some values are masked.
final class Masks {

    private Masks() {}

    /// Where and how the two differ, if they do.
    static Optional<String> difference(String path, JsonNode expected, JsonNode actual) {
        if (expected.isTextual() && expected.textValue().startsWith("@"))
            return masked(path, expected.textValue(), actual);
        if (expected.isObject() && expected.has("@set"))
            return unordered(path, expected.get("@set"), actual);
        if (expected.isObject()) return objects(path, expected, actual);
        if (expected.isArray()) return arrays(path, expected, actual);
        if (expected.isNumber() && actual.isNumber())
            return expected.decimalValue().compareTo(actual.decimalValue()) == 0
                    ? Optional.empty()
                    : differ(path, expected, actual);
        return expected.equals(actual) ? Optional.empty() : differ(path, expected, actual);
    }

    private static Optional<String> masked(String path, String mask, JsonNode actual) {
        if (mask.startsWith("@@"))
            return mask.substring(1).equals(actual.asText())
                    ? Optional.empty()
                    : Optional.of(path + ": " + mask + " is not " + actual);
        if (mask.startsWith("@re:"))
            return actual.asText().matches(mask.substring(4))
                    ? Optional.empty()
                    : Optional.of(path + ": " + mask + " is not " + actual);
        return actual.isMissingNode() || actual.isNull()
                ? Optional.of(path + ": missing")
                : Optional.empty();
    }

    private static Optional<String> objects(String path, JsonNode expected, JsonNode actual) {
        if (!actual.isObject()) return differ(path, expected, actual);
        for (var entry : expected.properties()) {
            var found =
                    difference(
                            path + "/" + entry.getKey(),
                            entry.getValue(),
                            actual.path(entry.getKey()));
            if (found.isPresent()) return found;
        }
        for (var entry : actual.properties())
            if (!expected.has(entry.getKey()))
                return Optional.of(path + "/" + entry.getKey() + ": too much: " + entry.getValue());
        return Optional.empty();
    }

    private static Optional<String> arrays(String path, JsonNode expected, JsonNode actual) {
        if (!actual.isArray() || actual.size() != expected.size())
            return differ(path, expected, actual);
        for (int i = 0; i < expected.size(); i++) {
            var found = difference(path + "(" + i + ")", expected.get(i), actual.get(i));
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    private static Optional<String> unordered(String path, JsonNode expected, JsonNode actual) {
        if (!actual.isArray() || actual.size() != expected.size())
            return differ(path, expected, actual);
        List<JsonNode> left = new ArrayList<>();
        actual.forEach(left::add);
        for (var element : expected) {
            var match =
                    left.stream().filter(it -> difference(path, element, it).isEmpty()).findFirst();
            if (match.isEmpty()) return differ(path, element, actual);
            left.remove(match.get());
        }
        return Optional.empty();
    }

    private static Optional<String> differ(String path, JsonNode expected, JsonNode actual) {
        return Optional.of(path + ": expected " + expected + " but got " + actual);
    }
}
