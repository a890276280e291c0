package io.dromos.mesos;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Compares JSON as Mesos reads it.
final class JsonShape {

    private JsonShape() {}

    /// Mesos takes a number in a string for a number, an empty list for none, and objects in any
    /// order: one form of each.
    static JsonElement normal(JsonElement element) {
        if (element instanceof JsonObject object) {
            var copy = new JsonObject();
            object.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .filter(e -> !(e.getValue() instanceof JsonArray a && a.isEmpty()))
                    .forEach(e -> copy.add(e.getKey(), normal(e.getValue())));
            return copy;
        }
        if (element instanceof JsonArray array) {
            var members = new ArrayList<JsonElement>();
            array.forEach(member -> members.add(normal(member)));
            members.sort(Comparator.comparing(JsonElement::toString));
            var copy = new JsonArray();
            members.forEach(copy::add);
            return copy;
        }
        if (element instanceof JsonPrimitive primitive
                && (primitive.isNumber() || primitive.getAsString().matches("\\d+")))
            return new JsonPrimitive(Double.toString(primitive.getAsDouble()));
        return element;
    }

    /// Where values are found, such as `kill/task_id/value`.
    static void paths(String path, JsonElement element, Set<String> into) {
        var leaves = new TreeSet<String>();
        leaves(path, element, leaves);
        leaves.forEach(leaf -> into.add(leaf.substring(0, leaf.indexOf('='))));
    }

    /// The same with the values: `kill/task_id/value=web`.
    static void leaves(String path, JsonElement element, Set<String> into) {
        if (element instanceof JsonObject object)
            object.entrySet()
                    .forEach(e ->
                            leaves(
                                    path.isEmpty() ? e.getKey() : path + "/" + e.getKey(),
                                    e.getValue(),
                                    into));
        else if (element instanceof JsonArray array)
            array.forEach(member -> leaves(path + "[]", member, into));
        else into.add(path + "=" + element.getAsString());
    }
}
