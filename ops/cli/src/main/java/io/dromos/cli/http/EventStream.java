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
    private final StringBuilder data = new StringBuilder();

    EventStream(InputStream in) {
        this.in = new BufferedInputStream(in);
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
        var query =
                types.stream()
                        .map(type -> "event_type=" + Api.encoded(type))
                        .collect(Collectors.joining("&"));
        var path = "/v2/events" + (query.isEmpty() ? "" : "?" + query);
        return new EventStream(api.open(path, "text/event-stream", lastSeen));
    }

    /// Waits for the next event; empty when the stream has ended.
    public Optional<Event> next() throws IOException {
        for (var line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                if (data.isEmpty()) continue;
                return Optional.of(taken());
            }
            field(line);
        }
        return Optional.empty();
    }

    private Event taken() {
        var event = new Event(id, type, data.toString());
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
