package io.dromos.schema;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.events.facts.Fact;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The JSON Schema of a stored fact, from the record it is written from: what is not [Optional] is
/// required, and what nobody knows is allowed, since a later release may add it.
final class FactSchemas {

    private static final JsonMapper JSON = new JsonMapper();

    private final Descriptions descriptions;
    private final Map<String, ObjectNode> definitions = new TreeMap<>();

    private FactSchemas(Descriptions descriptions) {
        this.descriptions = descriptions;
    }

    /// The schema of the fact that is stored under this name.
    static ObjectNode of(String name, Class<? extends Fact> fact, Descriptions descriptions) {
        var schemas = new FactSchemas(descriptions);
        var body = schemas.record(fact, Optional.empty());
        var schema = JSON.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "urn:dromos:schema:" + name);
        schema.put("title", name);
        schema.setAll(body);
        if (!schemas.definitions.isEmpty()) {
            var definitions = schema.putObject("$defs");
            schemas.definitions.forEach(definitions::set);
        }
        return schema;
    }

    private ObjectNode of(Type type) {
        return switch (type) {
            case ParameterizedType generic -> generic(generic);
            case Class<?> plain -> plain(plain);
            default -> throw new IllegalArgumentException("No schema for " + type);
        };
    }

    private ObjectNode generic(ParameterizedType type) {
        var raw = (Class<?>) type.getRawType();
        var arguments = type.getActualTypeArguments();
        if (raw == Optional.class) return of(arguments[0]);
        if (Collection.class.isAssignableFrom(raw))
            return ofType("array").set("items", of(arguments[0]));
        if (Map.class.isAssignableFrom(raw))
            return ofType("object").set("additionalProperties", of(arguments[1]));
        throw new IllegalArgumentException("No schema for " + type);
    }

    private ObjectNode plain(Class<?> type) {
        if (type == String.class) return ofType("string");
        if (type == boolean.class || type == Boolean.class) return ofType("boolean");
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class)
            return ofType("integer");
        if (type == double.class || type == Double.class) return ofType("number");
        if (type == Instant.class || type == io.dromos.events.Version.class)
            return ofType("string").put("format", "date-time");
        // JSON Schema's own "duration" knows no fractions of seconds.
        if (type == Duration.class) return ofType("string").put("pattern", "^-?PT[0-9]");
        if (DomainJson.IDS.containsKey(type)) return ofType("string");
        return JSON.createObjectNode().put("$ref", "#/$defs/" + define(type));
    }

    private String define(Class<?> type) {
        var outer = type.getEnclosingClass();
        var name = (outer == null ? "" : outer.getSimpleName() + ".") + type.getSimpleName();
        if (definitions.containsKey(name)) return name;
        definitions.put(name, JSON.createObjectNode());
        definitions.put(name, definition(type));
        return name;
    }

    private ObjectNode definition(Class<?> type) {
        if (type.isEnum()) {
            var schema = ofType("string");
            describe(schema, descriptions.of(type));
            var constants = schema.putArray("enum");
            for (var constant : type.getEnumConstants()) constants.add(constant.toString());
            return schema;
        }
        if (!type.isSealed()) return record(type, Optional.empty());
        var schema = JSON.createObjectNode();
        describe(schema, descriptions.of(type));
        var cases = schema.putArray("oneOf");
        for (var permitted : type.getPermittedSubclasses())
            cases.add(record(permitted, Optional.of(TypeNames.of(permitted))));
        return schema;
    }

    private ObjectNode record(Class<?> type, Optional<String> name) {
        var schema = ofType("object");
        describe(schema, descriptions.of(type));
        var properties = schema.putObject("properties");
        var required = JSON.createArrayNode();
        name.ifPresent(it -> {
            properties.putObject("type").put("const", it);
            required.add("type");
        });
        for (var component : type.getRecordComponents()) {
            var property = of(component.getGenericType());
            describe(property, descriptions.of(type, component));
            properties.set(component.getName(), property);
            if (!isOptional(component)) required.add(component.getName());
        }
        if (!required.isEmpty()) schema.set("required", required);
        return schema;
    }

    private static void describe(ObjectNode schema, Optional<String> words) {
        words.ifPresent(it -> schema.put("description", it));
    }

    private static boolean isOptional(RecordComponent component) {
        return component.getType() == Optional.class;
    }

    private static ObjectNode ofType(String type) {
        return JSON.createObjectNode().put("type", type);
    }
}
