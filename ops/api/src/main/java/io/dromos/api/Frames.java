package io.dromos.api;

import akka.util.ByteString;
import io.dromos.api.EventTranslator.Told;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The form that events have on the wire: server-sent events, with ids that clients come back with.
final class Frames {

    private static final String END = "\r\n";

    private Frames() {}

    /// An event of a fact.
    ///
    /// @param offset of the fact
    /// @param number among the events of the fact, from 1
    record Framed(long offset, int number, String type, ByteString bytes) {

        /// Whether it is new to somebody.
        boolean isNewTo(Seen seen) {
            return !seen.has(offset, number);
        }
    }

    /// The events of one fact.
    static List<Framed> of(List<Told> told) {
        var framed = new ArrayList<Framed>(told.size());
        for (var it : told) {
            int number = framed.size() + 1;
            var seen =
                    number == told.size()
                            ? new Seen(it.offset())
                            : new Seen(it.offset() - 1, number);
            var bytes = frame(it.type(), id(seen), it.data());
            framed.add(new Framed(it.offset(), number, it.type(), bytes));
        }
        return framed;
    }

    /// What a subscriber gets of these.
    ///
    /// @param types of those it wants; none means all
    static List<ByteString> wanted(List<Framed> events, Set<String> types) {
        return events.stream()
                .filter(it -> types.isEmpty() || types.contains(it.type()))
                .map(Framed::bytes)
                .toList();
    }

    /// An event that no fact stands behind.
    static ByteString passing(String type, byte[] data) {
        return frame(type, "", data);
    }

    /// The same with an id: the subscriber has missed nothing up to it.
    static ByteString passing(String type, byte[] data, Seen seen) {
        return frame(type, id(seen), data);
    }

    /// No event: only tells the subscriber that so far there is nothing that it has not got.
    static ByteString mark(Seen seen) {
        return ByteString.fromString(id(seen) + END);
    }

    /// For people who look at the stream; clients pass it over.
    static ByteString comment(String text) {
        return ByteString.fromString(": " + text + END + END);
    }

    private static String id(Seen seen) {
        return "id: " + seen.id() + END;
    }

    private static ByteString frame(String type, String id, byte[] data) {
        var out = new ByteArrayOutputStream(data.length + 80);
        var head = "event: " + type + END + id + "data: ";
        out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(data);
        out.writeBytes((END + END).getBytes(StandardCharsets.UTF_8));
        return ByteString.fromArrayUnsafe(out.toByteArray());
    }
}
