package io.dromos.agent.http;

/// One response header; the server writes its name as given.
public record Header(String name, String value) {

    /// Refuses line breaks, so that a value can never end the head early.
    public Header {
        if (name.isEmpty() || hasBreak(name) || hasBreak(value)) {
            throw new IllegalArgumentException("header '" + name + "' is empty or has line breaks");
        }
    }

    private static boolean hasBreak(String text) {
        return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0;
    }
}
