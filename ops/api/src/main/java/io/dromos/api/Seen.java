package io.dromos.api;

import java.util.Optional;
import java.util.regex.Pattern;

/// How far a subscriber of the stream has been told, as the ids of events say it.
///
/// The last event of a fact has the fact's offset as its id, the others before it the offset and
/// their number, as in `812.1`: so a client that is cut off between two events of a fact gets
/// neither of them twice.
///
/// @param facts it has all events of facts up to this offset
/// @param events and so many of those of the next one
record Seen(long facts, int events) {

    private static final Pattern ID = Pattern.compile("([0-9]{1,18})(?:\\.([0-9]{1,9}))?");

    /// All of the facts up to this offset.
    Seen(long facts) {
        this(facts, 0);
    }

    /// What an id says; empty if it is none of ours.
    static Optional<Seen> parse(String id) {
        var parts = ID.matcher(id.strip());
        if (!parts.matches()) return Optional.empty();
        long offset = Long.parseLong(parts.group(1));
        if (parts.group(2) == null) return Optional.of(new Seen(offset));
        return offset == 0
                ? Optional.empty()
                : Optional.of(new Seen(offset - 1, Integer.parseInt(parts.group(2))));
    }

    /// The id that says so.
    String id() {
        return events == 0 ? Long.toString(facts) : (facts + 1) + "." + events;
    }

    /// The last fact of which it has an event.
    long last() {
        return events == 0 ? facts : facts + 1;
    }

    /// Whether it has an event.
    ///
    /// @param offset of its fact
    /// @param number among the events of the fact, from 1
    boolean has(long offset, int number) {
        return offset <= facts || (offset == facts + 1 && number <= events);
    }
}
