package io.dromos.checks.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/// Kinds of values that differ from run to run, such as `timestamp`.
final class Masks {

    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern ONE_UUID = Pattern.compile(UUID);
    private static final Pattern TIMESTAMP =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    private static final Pattern INSTANCE =
            Pattern.compile("[a-z0-9._-]+\\.(instance|marathon)-" + UUID);
    private static final Pattern TASK =
            Pattern.compile(INSTANCE.pattern() + "\\.[A-Za-z0-9_-]+(\\.\\d+)?");

    private Masks() {}

    /// Whether the value, which may be missing, is of the kind.
    static boolean matches(String kind, JsonNode value) {
        return switch (kind) {
            case "any" -> true;
            case "string" -> value.isTextual();
            case "nonEmpty" -> value.isTextual() && !value.textValue().isEmpty();
            case "int" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "bool" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "port" -> isBetween(value, 1, 65_535);
            case "servicePort" -> isBetween(value, 10_000, 20_000);
            case "timestamp", "version" -> matches(TIMESTAMP, value);
            case "uuid" -> matches(ONE_UUID, value);
            case "taskId" -> matches(TASK, value);
            case "instanceId" -> matches(INSTANCE, value);
            default -> throw new IllegalArgumentException("No such mask: @" + kind);
        };
    }

    private static boolean isBetween(JsonNode value, int min, int max) {
        return value.isIntegralNumber() && value.intValue() >= min && value.intValue() <= max;
    }

    private static boolean matches(Pattern pattern, JsonNode value) {
        return value.isTextual() && pattern.matcher(value.textValue()).matches();
    }
}
