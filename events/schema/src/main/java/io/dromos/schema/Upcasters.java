package io.dromos.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// How events of old names become events of newer ones, before the domain sees them.
///
/// An old event may pass several upcasters until its name is one of today's.
public final class Upcasters {

    /// Those of this release: none yet, since no name has been replaced.
    public static final Upcasters CURRENT = new Upcasters(Map.of(), EventNames.all().keySet());

    private final Map<String, Upcaster> byOldName;

    /// @param byOldName the upcaster of each name that is no longer written
    /// @param today the names written today
    /// @throws IllegalArgumentException if a name of today has one, or a chain does not end in a
    ///   name of today
    Upcasters(Map<String, Upcaster> byOldName, Set<String> today) {
        this.byOldName = Map.copyOf(byOldName);
        for (String old : this.byOldName.keySet()) {
            if (today.contains(old))
                throw new IllegalArgumentException(
                        "'%s' is written today and needs no upcaster".formatted(old));
            checkEnds(old, today);
        }
    }

    /// Whether events of this name need one.
    boolean has(String name) {
        return byOldName.containsKey(name);
    }

    /// The event in the newest form that upcasters lead to.
    Upcast upcast(String name, JsonNode payload) {
        var event = new Upcast(name, payload);
        for (var next = byOldName.get(name); next != null; next = byOldName.get(next.newerName())) {
            event = new Upcast(next.newerName(), next.change().apply(event.payload()));
        }
        return event;
    }

    private void checkEnds(String old, Set<String> today) {
        String name = old;
        for (int steps = 0; steps <= byOldName.size(); steps++) {
            var next = byOldName.get(name);
            if (next == null) break;
            name = next.newerName();
        }
        if (!today.contains(name))
            throw new IllegalArgumentException(
                    "the upcasters of '%s' never reach a name written today, but '%s'"
                            .formatted(old, name));
    }

    /// Turns the payload of one old name into that of a newer one.
    ///
    /// @param newerName the name it has afterwards
    /// @param change pure; may change the tree it is given
    record Upcaster(String newerName, UnaryOperator<JsonNode> change) {}

    /// An event on its way to today's form.
    record Upcast(String name, JsonNode payload) {}
}
