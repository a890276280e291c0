package io.dromos.agent.link;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;

/// Writes messages as trees; see [MesosJson].
final class MesosJsonPrinter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private MesosJsonPrinter() {}

    static ObjectNode tree(Message message) {
        ObjectNode tree = NODES.objectNode();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isMapField()) {
                map(tree, field, (List<?>) message.getField(field));
            } else if (field.isRepeated()) {
                list(tree, field, (List<?>) message.getField(field));
            } else if (message.hasField(field) || hasLiveDefault(field)) {
                put(tree, field.getName(), field, message.getField(field));
            }
        }
        return tree;
    }

    private static boolean hasLiveDefault(FieldDescriptor field) {
        return field.hasDefaultValue() && !field.getOptions().getDeprecated();
    }

    private static void list(ObjectNode tree, FieldDescriptor field, List<?> values) {
        if (values.isEmpty()) {
            return;
        }
        ArrayNode array = tree.putArray(field.getName());
        for (Object value : values) {
            ObjectNode holder = NODES.objectNode();
            put(holder, "item", field, value);
            array.add(holder.get("item"));
        }
    }

    private static void map(ObjectNode tree, FieldDescriptor field, List<?> entries) {
        if (entries.isEmpty()) {
            return;
        }
        ObjectNode map = tree.putObject(field.getName());
        FieldDescriptor key = field.getMessageType().findFieldByName("key");
        FieldDescriptor value = field.getMessageType().findFieldByName("value");
        for (Object entry : entries) {
            Message message = (Message) entry;
            put(map, String.valueOf(message.getField(key)), value, message.getField(value));
        }
    }

    private static void put(ObjectNode tree, String name, FieldDescriptor field, Object value) {
        switch (field.getJavaType()) {
            case BOOLEAN -> tree.put(name, (Boolean) value);
            case INT -> tree.put(name, integer(field, (Integer) value));
            case LONG -> tree.put(name, big(field, (Long) value));
            case FLOAT -> tree.put(name, plain(((Float) value).doubleValue()));
            case DOUBLE -> tree.put(name, plain((Double) value));
            case STRING -> tree.put(name, (String) value);
            case BYTE_STRING ->
                    tree.put(
                            name,
                            Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
            case ENUM -> tree.put(name, ((EnumValueDescriptor) value).getName());
            case MESSAGE -> tree.set(name, tree((Message) value));
        }
    }

    private static long integer(FieldDescriptor field, int value) {
        return switch (field.getType()) {
            case UINT32, FIXED32 -> Integer.toUnsignedLong(value);
            default -> value;
        };
    }

    private static BigInteger big(FieldDescriptor field, long value) {
        return switch (field.getType()) {
            case UINT64, FIXED64 -> new BigInteger(Long.toUnsignedString(value));
            default -> BigInteger.valueOf(value);
        };
    }

    /// Never in scientific notation, and at least one digit behind the point: 15.0.
    static BigDecimal plain(double value) {
        if (!Double.isFinite(value)) {
            return BigDecimal.ZERO;
        }
        BigDecimal exact = new BigDecimal(Double.toString(value));
        return exact.scale() < 1 ? exact.setScale(1) : exact;
    }
}
