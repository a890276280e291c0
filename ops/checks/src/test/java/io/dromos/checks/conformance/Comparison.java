package io.dromos.checks.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Compares an answer with what was recorded.
///
/// An object has exactly the fields recorded, but for those whose name begins with `?`, which may
/// be absent. A text that begins with `@` is a mask, and an object whose fields all begin with `@`
/// is an operator ([Operators]).
final class Comparison {

    private final Variables variables;

    /// @param variables texts are filled from, and captures go into
    Comparison(Variables variables) {
        this.variables = variables;
    }

    Variables variables() {
        return variables;
    }

    /// The same with variables of its own, to try something.
    Comparison trial() {
        return new Comparison(variables.copy());
    }

    /// Where the value, which may be missing, is not as expected.
    List<Difference> compare(JsonNode expected, JsonNode actual, String place) {
        if (expected.isTextual()) return text(expected.textValue(), actual, place);
        if (Operators.isOne(expected)) return new Operators(this).compare(expected, actual, place);
        if (expected.isObject())
            return actual.isObject()
                    ? fields(expected, actual, place, true)
                    : differ(expected, actual, place);
        if (expected.isArray())
            return actual.isArray()
                    ? elements(expected, actual, place)
                    : differ(expected, actual, place);
        boolean same =
                (expected.isNumber() && actual.isNumber())
                        ? expected.decimalValue().compareTo(actual.decimalValue()) == 0
                        : expected.equals(actual);
        return same ? List.of() : differ(expected, actual, place);
    }

    /// Compares fields of objects.
    ///
    /// @param exact whether fields that are not expected are differences
    List<Difference> fields(JsonNode expected, JsonNode actual, String place, boolean exact) {
        var found = new ArrayList<Difference>();
        Set<String> known = new HashSet<>();
        for (var field : expected.properties()) {
            boolean optional = field.getKey().startsWith("?");
            var name = variables.fill(optional ? field.getKey().substring(1) : field.getKey());
            known.add(name);
            if (optional && !actual.has(name)) continue;
            found.addAll(compare(field.getValue(), actual.path(name), place + "/" + name));
        }
        for (var field : actual.properties())
            if (exact && !known.contains(field.getKey()))
                found.addAll(
                        differ(
                                MissingNode.getInstance(),
                                field.getValue(),
                                place + "/" + field.getKey()));
        return found;
    }

    private List<Difference> elements(JsonNode expected, JsonNode actual, String place) {
        var found = new ArrayList<Difference>();
        for (int at = 0; at < Math.max(expected.size(), actual.size()); at++) {
            var there = place + "/" + at;
            found.addAll(
                    at < expected.size()
                            ? compare(expected.get(at), actual.path(at), there)
                            : differ(MissingNode.getInstance(), actual.get(at), there));
        }
        return found;
    }

    private List<Difference> text(String expected, JsonNode actual, String place) {
        boolean same =
                (expected.startsWith("@") && !expected.startsWith("@@"))
                        ? masked(expected.substring(1), actual)
                        : actual.isTextual()
                                && actual.textValue()
                                        .equals(variables.fill(expected.replaceFirst("^@@", "@")));
        return same
                ? List.of()
                : List.of(new Difference(place, variables.fill(expected), shown(actual)));
    }

    private boolean masked(String mask, JsonNode actual) {
        var parts = mask.split(":", 3);
        return switch (parts[0]) {
            case "re" -> {
                var pattern = Pattern.compile(variables.fill(mask.substring(3)), Pattern.DOTALL);
                yield actual.isTextual() && pattern.matcher(actual.textValue()).matches();
            }
            case "ref" -> variables.get(parts[1]).filter(actual::equals).isPresent();
            case "not" ->
                    !actual.isMissingNode()
                            && (parts.length < 3 || Masks.matches(parts[2], actual))
                            && variables.get(parts[1]).filter(actual::equals).isEmpty();
            case "capture" -> {
                if (actual.isMissingNode()) yield false;
                if (parts.length == 3 && !Masks.matches(parts[2], actual)) yield false;
                variables.put(parts[1], actual);
                yield true;
            }
            default -> !actual.isMissingNode() && Masks.matches(mask, actual);
        };
    }

    /// One difference.
    List<Difference> differ(JsonNode expected, JsonNode actual, String place) {
        return List.of(new Difference(place, shown(variables.fill(expected)), shown(actual)));
    }

    static String shown(JsonNode value) {
        return value.isMissingNode() ? "<absent>" : value.toString();
    }

    /// The elements of an array.
    static List<JsonNode> list(JsonNode array) {
        if (!(array instanceof ArrayNode)) throw new IllegalArgumentException("No array: " + array);
        var elements = new ArrayList<JsonNode>();
        array.forEach(elements::add);
        return elements;
    }
}
