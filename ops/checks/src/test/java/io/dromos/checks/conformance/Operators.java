package io.dromos.checks.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an expectation can say of a value besides what it is: `@set`, `@contains`, `@without`,
/// `@each` and `@len` of an array, `@has` of an object, `@oneOf` of anything.
final class Operators {

    private static final Set<String> NAMES =
            Set.of("@set", "@contains", "@without", "@oneOf", "@has", "@each", "@len");

    private final Comparison comparison;

    Operators(Comparison comparison) {
        this.comparison = comparison;
    }

    /// Whether the expectation is an operator.
    static boolean isOne(JsonNode expected) {
        return expected.isObject()
                && !expected.isEmpty()
                && expected.properties().stream().allMatch(field -> NAMES.contains(field.getKey()));
    }

    List<Difference> compare(JsonNode expected, JsonNode actual, String place) {
        if (expected.has("@oneOf")) return oneOf(expected.get("@oneOf"), actual, place);
        if (expected.has("@has"))
            return actual.isObject()
                    ? comparison.fields(expected.get("@has"), actual, place, false)
                    : comparison.differ(expected, actual, place);
        if (!actual.isArray()) return comparison.differ(expected, actual, place);
        var found = new ArrayList<Difference>();
        for (var operator : expected.properties())
            found.addAll(array(operator.getKey(), operator.getValue(), actual, place));
        return found;
    }

    private List<Difference> array(
            String operator, JsonNode expected, JsonNode actual, String place) {
        return switch (operator) {
            case "@len" ->
                    comparison.compare(expected, IntNode.valueOf(actual.size()), place + "/@len");
            case "@each" -> each(expected, actual, place);
            case "@without" -> without(expected, actual, place);
            case "@set" -> unordered(expected, actual, place, true);
            case "@contains" -> unordered(expected, actual, place, false);
            default -> throw new IllegalArgumentException("Not of an array: " + operator);
        };
    }

    private List<Difference> oneOf(JsonNode alternatives, JsonNode actual, String place) {
        for (var alternative : alternatives) if (matches(alternative, actual)) return List.of();
        return comparison.differ(alternatives, actual, place);
    }

    private boolean matches(JsonNode expected, JsonNode actual) {
        var trial = comparison.trial();
        if (!trial.compare(expected, actual, "").isEmpty()) return false;
        comparison.variables().take(trial.variables());
        return true;
    }

    private List<Difference> each(JsonNode expected, JsonNode actual, String place) {
        var found = new ArrayList<Difference>();
        for (int at = 0; at < actual.size(); at++)
            found.addAll(comparison.trial().compare(expected, actual.get(at), place + "/" + at));
        return found;
    }

    private List<Difference> without(JsonNode patterns, JsonNode actual, String place) {
        var found = new ArrayList<Difference>();
        for (var pattern : patterns)
            for (var element : actual)
                if (comparison.trial().compare(pattern, element, "").isEmpty())
                    found.add(
                            new Difference(
                                    place,
                                    "no element like " + comparison.variables().fill(pattern),
                                    Comparison.shown(element)));
        return found;
    }

    /// Every expected element has one of its own that matches; if exact, none is left over.
    private List<Difference> unordered(
            JsonNode expected, JsonNode actual, String place, boolean exact) {
        var all = Comparison.list(expected);
        if (!exact || all.size() == actual.size()) {
            var assigned = assign(all, Comparison.list(actual), comparison);
            if (assigned.isPresent()) {
                comparison.variables().take(assigned.get());
                return List.of();
            }
        }
        return explain(all, actual, place, exact);
    }

    /// What is captured when each expected element takes one of those that are free.
    private static Optional<Variables> assign(
            List<JsonNode> expected, List<JsonNode> free, Comparison comparison) {
        if (expected.isEmpty()) return Optional.of(comparison.variables());
        for (var element : free) {
            var trial = comparison.trial();
            if (!trial.compare(expected.getFirst(), element, "").isEmpty()) continue;
            var rest = new ArrayList<>(free);
            rest.remove(element);
            var found = assign(expected.subList(1, expected.size()), rest, trial);
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    private List<Difference> explain(
            List<JsonNode> expected, JsonNode actual, String place, boolean exact) {
        var left = Comparison.list(actual);
        var found = new ArrayList<Difference>();
        for (var pattern : expected) {
            var match = left.stream().filter(element -> matches(pattern, element)).findFirst();
            if (match.isEmpty())
                found.addAll(comparison.differ(pattern, MissingNode.getInstance(), place + "{}"));
            match.ifPresent(left::remove);
        }
        if (exact)
            for (var element : left)
                found.addAll(comparison.differ(MissingNode.getInstance(), element, place + "{}"));
        if (found.isEmpty())
            found.add(new Difference(place, "elements that match together", actual.toString()));
        return found;
    }
}
