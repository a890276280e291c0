package io.dromos.agent.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.dromos.agent.link.MesosJson.Malformed;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads trees into messages; see [MesosJson].
final class MesosJsonReader {
    private MesosJsonReader() {}

    static void object(JsonNode tree, Message.Builder builder) throws Malformed {
        if (!tree.isObject()) {
            throw new Malformed("Expecting a JSON object");
        }
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            FieldDescriptor field = builder.getDescriptorForType().findFieldByName(entry.getKey());
            if (field != null && !entry.getValue().isNull()) {
                field(entry.getValue(), field, builder);
            }
        }
    }

    private static void field(JsonNode node, FieldDescriptor field, Message.Builder builder)
            throws Malformed {
        if (field.isMapField()) {
            map(node, field, builder);
        } else if (field.isRepeated()) {
            if (!node.isArray()) {
                throw unexpected(node, field);
            }
            for (JsonNode item : node) {
                Optional<Object> value = value(item, field, builder);
                value.ifPresent(some -> builder.addRepeatedField(field, some));
            }
        } else {
            value(node, field, builder).ifPresent(some -> builder.setField(field, some));
        }
    }

    private static void map(JsonNode node, FieldDescriptor field, Message.Builder builder)
            throws Malformed {
        if (!node.isObject()) {
            throw unexpected(node, field);
        }
        FieldDescriptor key = field.getMessageType().findFieldByName("key");
        FieldDescriptor value = field.getMessageType().findFieldByName("value");
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Message.Builder item = builder.newBuilderForField(field);
            item.setField(key, entry.getKey());
            field(entry.getValue(), value, item);
            builder.addRepeatedField(field, item.build());
        }
    }

    private static Optional<Object> value(
            JsonNode node, FieldDescriptor field, Message.Builder builder) throws Malformed {
        return switch (field.getJavaType()) {
            case BOOLEAN -> Optional.of(bool(node, field));
            case INT -> Optional.of(integer(node, field).intValue());
            case LONG -> Optional.of(integer(node, field).longValue());
            case FLOAT -> Optional.of(number(node, field).floatValue());
            case DOUBLE -> Optional.of(number(node, field).doubleValue());
            case STRING -> Optional.of(text(node, field));
            case BYTE_STRING -> Optional.of(bytes(node, field));
            case ENUM -> constant(node, field);
            case MESSAGE -> Optional.of(message(node, field, builder));
        };
    }

    private static Object message(JsonNode node, FieldDescriptor field, Message.Builder builder)
            throws Malformed {
        if (!node.isObject()) {
            throw unexpected(node, field);
        }
        Message.Builder nested = builder.newBuilderForField(field);
        object(node, nested);
        return nested.buildPartial();
    }

    /// An optional field with a name we do not know reads as missing, as in Mesos.
    private static Optional<Object> constant(JsonNode node, FieldDescriptor field)
            throws Malformed {
        String name = text(node, field);
        EnumValueDescriptor known = field.getEnumType().findValueByName(name);
        if (known == null && field.isRequired()) {
            throw new Malformed("Failed to find enum for '" + name + "'");
        }
        return Optional.ofNullable(known);
    }

    private static boolean bool(JsonNode node, FieldDescriptor field) throws Malformed {
        if (!node.isBoolean()) {
            throw unexpected(node, field);
        }
        return node.booleanValue();
    }

    private static String text(JsonNode node, FieldDescriptor field) throws Malformed {
        if (!node.isTextual()) {
            throw unexpected(node, field);
        }
        return node.textValue();
    }

    private static ByteString bytes(JsonNode node, FieldDescriptor field) throws Malformed {
        try {
            return ByteString.copyFrom(Base64.getDecoder().decode(text(node, field)));
        } catch (IllegalArgumentException e) {
            String sentence = "Failed to base64 decode bytes field '" + field.getName() + "'";
            throw new Malformed(sentence + invalidCharacter(node.textValue()));
        }
    }

    private static String invalidCharacter(String base64) {
        return base64.chars()
                .filter(c -> !Character.toString(c).matches("[A-Za-z0-9+/=]"))
                .mapToObj(c -> ": Invalid character '" + Character.toString(c) + "'")
                .findFirst()
                .orElse("");
    }

    private static BigDecimal integer(JsonNode node, FieldDescriptor field) throws Malformed {
        BigDecimal number = number(node, field);
        boolean fits =
                switch (field.getType()) {
                    case UINT32, FIXED32 -> between(number, 0, 0xFFFF_FFFFL);
                    case UINT64, FIXED64 -> between(number, 0, Long.MAX_VALUE);
                    case INT64, SINT64, SFIXED64 -> between(number, Long.MIN_VALUE, Long.MAX_VALUE);
                    default -> between(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
                };
        if (!fits) {
            throw new Malformed("The number for field '" + field.getName() + "' is out of range");
        }
        return number;
    }

    private static boolean between(BigDecimal number, long min, long max) {
        return number.compareTo(BigDecimal.valueOf(min)) >= 0
                && number.compareTo(BigDecimal.valueOf(max)) <= 0;
    }

    private static BigDecimal number(JsonNode node, FieldDescriptor field) throws Malformed {
        if (node.isNumber()) {
            return node.decimalValue();
        }
        if (node.isTextual()) {
            try {
                return new BigDecimal(node.textValue());
            } catch (NumberFormatException e) {
                throw new Malformed(
                        "Failed to parse '"
                                + node.textValue()
                                + "' as a number for field '"
                                + field.getName()
                                + "'");
            }
        }
        throw unexpected(node, field);
    }

    private static Malformed unexpected(JsonNode node, FieldDescriptor field) {
        String kind = node.getNodeType().name().toLowerCase(Locale.ROOT);
        return new Malformed(
                "Not expecting a JSON " + kind + " for field '" + field.getName() + "'");
    }
}
