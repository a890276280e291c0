package io.dromos.server;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The limits that a start sets otherwise than they are built in, by the names of the components of
/// the records that hold them.
///
/// @param values a whole number, or a time such as `30s`, `500ms` or `10min`, by name
record SetLimits(Map<String, String> values) {

    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|min)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final String WHOLE = "a whole number from 1 to 999999999";

    /// Copies what it is given.
    SetLimits {
        values = Map.copyOf(values);
    }

    /// The same, and a limit that has a flag of its own.
    ///
    /// @param flag as it is typed
    /// @param value what the flag says, if it was given
    /// @throws StartRefused if the value is none, or the limit is set by its name too
    SetLimits also(String flag, String name, Optional<String> value) {
        if (value.isEmpty()) return this;
        if (values.containsKey(name))
            throw new StartRefused(
                    "%s and --limit %s set the same limit: only one of them is wanted"
                            .formatted(flag, name));
        if (!isNumber(value.get()))
            throw new StartRefused("%s=%s: wants %s".formatted(flag, value.get(), WHOLE));
        var all = new HashMap<>(values);
        all.put(name, value.get());
        return new SetLimits(all);
    }

    /// Checks that each names a limit of one of these.
    ///
    /// @throws StartRefused if there is no such limit; it names all there are
    SetLimits among(Record... limits) {
        var names = new TreeSet<String>();
        for (var record : limits)
            for (var component : record.getClass().getRecordComponents())
                names.add(component.getName());
        for (var name : new TreeSet<>(values.keySet()))
            if (!names.contains(name))
                throw new StartRefused(
                        "--limit: there is no limit '%s'; there are %s"
                                .formatted(name, String.join(", ", names)));
        return this;
    }

    /// The same limits, but for those that are set.
    ///
    /// @throws StartRefused if a value is no number or time, or none above zero
    <T extends Record> T on(T limits) {
        var components = limits.getClass().getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType);
        try {
            var all = new Object[components.length];
            for (int at = 0; at < all.length; at++) all[at] = value(components[at], limits);
            @SuppressWarnings("unchecked") // the class of a T
            var type = (Class<T>) limits.getClass();
            return type.getDeclaredConstructor(types.toArray(Class<?>[]::new)).newInstance(all);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Not a public record: " + limits.getClass(), e);
        }
    }

    private Object value(RecordComponent component, Record limits)
            throws ReflectiveOperationException {
        var text = values.get(component.getName());
        if (text == null) return component.getAccessor().invoke(limits);
        return component.getType() == Duration.class
                ? time(component.getName(), text)
                : number(component.getName(), text);
    }

    private static int number(String name, String text) {
        if (isNumber(text)) return Integer.parseInt(text);
        throw wrong(name, text, WHOLE);
    }

    private static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches() && Integer.parseInt(text) > 0;
    }

    private static Duration time(String name, String text) {
        var matcher = TIME.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0)
            throw wrong(name, text, "a time above zero, such as 30s, 500ms or 10min");
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            default -> Duration.ofMinutes(count);
        };
    }

    private static StartRefused wrong(String name, String text, String wants) {
        return new StartRefused("--limit %s=%s: wants %s".formatted(name, text, wants));
    }
}
