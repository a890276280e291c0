package io.dromos.cli.http;

import io.dromos.cli.outcome.Failure;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The server's events, one after the other.
public final class EventStream implements AutoCloseable {

    /// The longest line that is read, in bytes; an event holds at most one definition.
    static final int LINE_MAX = 4 << 20;

    private final InputStream in;
    private String type = "";
    private String id = "";
    private Optional<String> seen;
    private final StringBuilder data = new StringBuilder();

    EventStream(InputStream in) {
        this(in, Optional.empty());
    }

    private EventStream(InputStream in, Optional<String> seen) {
        this.in = new BufferedInputStream(in);
        this.seen = seen;
    }

    /// One event.
    ///
    /// @param id what to come back with; empty if the server gave none
    /// @param data its payload
    public record Event(String id, String type, String data) {}

    /// Subscribes.
    ///
    /// @param types which events; none means all
    /// @param lastSeen the id after which to go on, if it comes back
    public static EventStream subscribe(
            Api api, Collection<String> types, Optional<String> lastSeen) throws Failure {
        var query = query(types);
        return open(api, "/v2/events" + (query.isEmpty() ? "" : "?" + query), lastSeen);
    }

    /// The events behind one moment and up to another, with an end.
    ///
    /// @param window query of the moments
    /// @param types which events; none means all
    /// @param lastSeen the id after which to go on, if it comes back
    public static EventStream window(
            Api api, String window, Collection<String> types, Optional<String> lastSeen)
            throws Failure {
        return open(api, "/v3/events?" + window + "&" + query(types), lastSeen);
    }

    private static EventStream open(Api api, String path, Optional<String> lastSeen)
            throws Failure {
        return new EventStream(api.open(path, "text/event-stream", lastSeen), lastSeen);
    }

    private static String query(Collection<String> types) {
        return types.stream()
                .map(type -> "event_type=" + Api.encoded(type))
                .collect(Collectors.joining("&"));
    }

    /// What to come back with: an id that came with an event or without one.
    public Optional<String> seen() {
        return seen;
    }

    /// Waits for the next event; empty when the stream has ended.
    public Optional<Event> next() throws IOException {
        for (var line = line(); line != null; line = line()) {
            if (!line.isEmpty()) {
                field(line);
                continue;
            }
            var event = taken();
            if (!event.data().isEmpty()) return Optional.of(event);
        }
        return Optional.empty();
    }

    private Event taken() {
        var event = new Event(id, type, data.toString());
        if (!id.isEmpty()) seen = Optional.of(id);
        id = "";
        type = "";
        data.setLength(0);
        return event;
    }

    private void field(String line) {
        int colon = line.indexOf(':');
        if (colon <= 0) return;
        var value = line.substring(colon + 1);
        if (value.startsWith(" ")) value = value.substring(1);
        switch (line.substring(0, colon)) {
            case "event" -> type = value;
            case "id" -> id = value;
            case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
            default -> {
                // The format says that unknown fields are left out.
            }
        }
    }

    private @Nullable String line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') return text(bytes);
            if (bytes.size() >= LINE_MAX)
                throw new IOException(
                        "a line of the event stream is longer than " + LINE_MAX + " bytes");
            bytes.write(b);
        }
        return null;
    }

    private static String text(ByteArrayOutputStream bytes) {
        var text = bytes.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
