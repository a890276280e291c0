package io.dromos.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dromos.domain.definition.Violation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads the fields of one object, and notes at which path a value has the wrong kind or range, in
/// Marathon's words.
///
/// What is no object reads like an empty one, as Marathon does. An optional field that is null is
/// absent.
final class Shape {

    private static final int QUOTED_MAX = 1_000;

    private final JsonNode node;
    private final String path;
    private final List<Violation> violations;

    private Shape(JsonNode node, String path, List<Violation> violations) {
        this.node = node;
        this.path = path;
        this.violations = violations;
    }

    /// Starts at the root of a document.
    static Shape of(JsonNode node) {
        return new Shape(node, "", new ArrayList<>());
    }

    /// All that was noted, in the whole document.
    List<Violation> violations() {
        return violations;
    }

    /// Where the object stands; empty for the root.
    String path() {
        return path;
    }

    /// The names of all fields.
    List<String> names() {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /// Whether the field is there and not null.
    boolean has(String name) {
        return node.hasNonNull(name);
    }

    /// Whether the field is there and neither null nor empty.
    boolean hasContent(String name) {
        return has(name) && (!node.get(name).isContainerNode() || !node.get(name).isEmpty());
    }

    /// The field as it stands.
    JsonNode raw(String name) {
        var value = node.get(name);
        return value == null ? MissingNode.getInstance() : value;
    }

    /// A text that must be there; empty if it was refused, which is noted.
    Optional<String> required(String name, int min, int max) {
        if (!node.isObject()) return refuse(name, quoted() + " is not an object");
        if (!node.has(name))
            return refuse(name, "'" + name + "' is undefined on object: " + quoted());
        if (node.get(name).isNull()) return refuse(name, "error.expected.jsstring");
        return text(name, min, max);
    }

    /// A text of some length.
    Optional<String> text(String name, int min, int max) {
        if (!has(name)) return Optional.empty();
        var value = node.get(name);
        if (!value.isTextual()) return refuse(name, "error.expected.jsstring");
        if (value.textValue().length() < min) return refuse(name, "error.minLength");
        if (value.textValue().length() > max) return refuse(name, "error.maxLength");
        return Optional.of(value.textValue());
    }

    /// A text that matches as a whole.
    Optional<String> text(String name, Pattern pattern, int max) {
        var value = text(name, 0, max);
        if (value.isPresent() && !pattern.matcher(value.get()).matches())
            return refuse(name, "error.pattern");
        return value;
    }

    /// A whole number.
    Optional<Integer> whole(String name, int min, int max) {
        if (!has(name)) return Optional.empty();
        var value = wholeAt(node.get(name), child(name));
        if (value.isPresent() && value.get() < min) return refuse(name, "error.min");
        if (value.isPresent() && value.get() > max) return refuse(name, "error.max");
        return value;
    }

    private Optional<Integer> wholeAt(JsonNode value, String where) {
        if (!value.isNumber()) return refuseAt(where, "error.expected.jsnumber");
        var number = value.decimalValue();
        // Far beyond the range on either side, so that no huge exponent is ever written out.
        boolean near = Math.abs((long) number.precision() - number.scale()) <= 20;
        if (!near && number.signum() != 0) return refuseAt(where, "error.expected.int");
        try {
            return Optional.of(number.signum() == 0 ? 0 : number.intValueExact());
        } catch (ArithmeticException _) {
            return refuseAt(where, "error.expected.int");
        }
    }

    /// A number.
    Optional<Double> number(String name, double min, double max) {
        if (!has(name)) return Optional.empty();
        var value = node.get(name);
        if (!value.isNumber()) return refuse(name, "error.expected.jsnumber");
        BigDecimal number = value.decimalValue();
        double found = number.doubleValue();
        if (found < min) return refuse(name, "error.min");
        if (found > max) return refuse(name, "error.max");
        return Optional.of(found);
    }

    /// A number that must be there.
    Optional<Double> requiredNumber(String name, double min, double max) {
        if (!node.has(name))
            return refuse(name, "'" + name + "' is undefined on object: " + quoted());
        if (node.get(name).isNull()) return refuse(name, "error.expected.jsnumber");
        return number(name, min, max);
    }

    /// True or false.
    Optional<Boolean> flag(String name) {
        if (!has(name)) return Optional.empty();
        var value = node.get(name);
        if (!value.isBoolean()) return refuse(name, "error.expected.jsboolean");
        return Optional.of(value.booleanValue());
    }

    /// One of some words, without regard to case.
    ///
    /// @param words in lower case
    <E> Optional<E> literal(String name, Map<String, E> words) {
        if (!has(name)) return Optional.empty();
        var value = node.get(name);
        if (!value.isTextual()) return refuse(name, "error.expected.jsstring");
        var found = words.get(value.textValue().toLowerCase(Locale.ROOT));
        return found == null ? refuse(name, "error.unknown.enum.literal") : Optional.of(found);
    }

    /// An object of texts.
    Optional<Map<String, String>> texts(String name) {
        if (!has(name)) return Optional.empty();
        var value = node.get(name);
        if (!value.isObject()) return refuse(name, "error.expected.jsobject");
        var texts = new LinkedHashMap<String, String>();
        for (var entry : value.properties()) {
            if (entry.getValue().isTextual())
                texts.put(entry.getKey(), entry.getValue().textValue());
            else refuse(name + "/" + entry.getKey(), "error.expected.jsstring");
        }
        return Optional.of(texts);
    }

    /// An array of texts.
    Optional<List<String>> list(String name) {
        return list(name, this::textAt);
    }

    private Optional<String> textAt(JsonNode value, String where) {
        if (value.isTextual()) return Optional.of(value.textValue());
        return refuseAt(where, "error.expected.jsstring");
    }

    /// An array of whole numbers.
    Optional<List<Integer>> wholes(String name) {
        return list(name, this::wholeAt);
    }

    /// An array of arrays of texts.
    Optional<List<List<String>>> lists(String name) {
        return list(
                name,
                (value, where) -> {
                    if (!value.isArray()) return refuseAt(where, "error.expected.jsarray");
                    return Optional.of(elements(value, where, this::textAt));
                });
    }

    /// An array of objects.
    <T> Optional<List<T>> objects(String name, Function<Shape, Optional<T>> read) {
        return list(name, (value, where) -> read.apply(new Shape(value, where, violations)));
    }

    private <T> Optional<List<T>> list(String name, Element<T> read) {
        if (!has(name)) return Optional.empty();
        var value = node.get(name);
        if (!value.isArray()) return refuse(name, "error.expected.jsarray");
        return Optional.of(elements(value, child(name), read));
    }

    private static <T> List<T> elements(JsonNode array, String path, Element<T> read) {
        var found = new ArrayList<T>();
        for (int i = 0; i < array.size(); i++)
            read.at(array.get(i), path + "(" + i + ")").ifPresent(found::add);
        return found;
    }

    /// An object.
    Optional<Shape> object(String name) {
        return has(name)
                ? Optional.of(new Shape(node.get(name), child(name), violations))
                : Optional.empty();
    }

    /// Notes a violation at a field.
    <T> Optional<T> refuse(String name, String error) {
        return refuseAt(child(name), error);
    }

    private <T> Optional<T> refuseAt(String where, String error) {
        violations.add(new Violation(where, error));
        return Optional.empty();
    }

    private String child(String name) {
        return path + "/" + name;
    }

    private String quoted() {
        var text = node.toString();
        return text.length() <= QUOTED_MAX ? text : text.substring(0, QUOTED_MAX) + "…";
    }

    @FunctionalInterface
    private interface Element<T> {
        Optional<T> at(JsonNode value, String where);
    }
}
