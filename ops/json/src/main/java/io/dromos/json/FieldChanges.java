package io.dromos.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which fields of two documents differ, each with what it was and is.
///
/// A field is named by its JSON pointer. Lists of texts and numbers are one field, others are
/// compared element by element.
public final class FieldChanges {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// They say when something was written, not what.
    private static final Set<String> LEFT_OUT = Set.of("/version", "/versionInfo", "/id");

    private FieldChanges() {}

    /// Writes `name:[{"field","before","after"},…]` in the order of the names; what is not there is
    /// left out. Of a document that is absent no field is there.
    public static void write(
            JsonGenerator out, String name, Optional<byte[]> before, Optional<byte[]> after)
            throws IOException {
        var old = leaves(before);
        var now = leaves(after);
        var fields = new TreeSet<>(old.keySet());
        fields.addAll(now.keySet());
        out.writeArrayFieldStart(name);
        for (var field : fields) {
            if (Objects.equals(old.get(field), now.get(field))) continue;
            out.writeStartObject();
            out.writeStringField("field", field);
            side(out, "before", Optional.ofNullable(old.get(field)));
            side(out, "after", Optional.ofNullable(now.get(field)));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void side(JsonGenerator out, String name, Optional<JsonNode> value)
            throws IOException {
        if (value.isEmpty()) return;
        out.writeFieldName(name);
        out.writeRawValue(MAPPER.writeValueAsString(value.get()));
    }

    private static SortedMap<String, JsonNode> leaves(Optional<byte[]> document)
            throws IOException {
        var leaves = new TreeMap<String, JsonNode>();
        if (document.isPresent())
            for (var field : MAPPER.readTree(document.get()).properties())
                collect("/" + escaped(field.getKey()), field.getValue(), leaves);
        return leaves;
    }

    private static void collect(String at, JsonNode node, Map<String, JsonNode> leaves) {
        if (LEFT_OUT.contains(at)) return;
        boolean isWhole = node.isEmpty() || (node.isArray() && !holdsObjects(node));
        if (isWhole) leaves.put(at, node);
        else if (node.isArray())
            for (int i = 0; i < node.size(); i++) collect(at + "/" + i, node.path(i), leaves);
        else
            node.properties()
                    .forEach(it -> collect(at + "/" + escaped(it.getKey()), it.getValue(), leaves));
    }

    private static boolean holdsObjects(JsonNode array) {
        for (var element : array) if (element.isContainerNode()) return true;
        return false;
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
