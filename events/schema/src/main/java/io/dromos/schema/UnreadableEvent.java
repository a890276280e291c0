package io.dromos.schema;

import org.jspecify.annotations.Nullable;

/// A stored event cannot be read: its name is unknown or its content is not what the name promises.
/// Whoever reads from the log adds where it stands.
public final class UnreadableEvent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String name;

    private UnreadableEvent(String name, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.name = name;
    }

    static UnreadableEvent unknown(String name) {
        return new UnreadableEvent(
                name,
                "unknown event '%s': it was written by a newer release; run that one, or a later one"
                        .formatted(name),
                null);
    }

    static UnreadableEvent malformed(String name, String part, Exception cause) {
        return new UnreadableEvent(
                name,
                "the %s of an event '%s' does not read: %s".formatted(part, name, firstLine(cause)),
                cause);
    }

    /// The same failure with where the event stands in front.
    ///
    /// @param where such as `offset 17 (app|/web #3)`
    public UnreadableEvent at(String where) {
        return new UnreadableEvent(name, where + ": " + getMessage(), this);
    }

    /// The stored name of the event.
    public String name() {
        return name;
    }

    private static String firstLine(Exception cause) {
        String message = String.valueOf(cause.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
