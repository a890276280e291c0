package io.dromos.api;

import io.dromos.json.ErrorWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer, free of the server that sends it.
///
/// @param status HTTP's number
/// @param type of the content, without parameters
/// @param body not to be changed
/// @param headers beside those that every answer has
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; pages are cached as bytes
public record Reply(int status, String type, byte[] body, Map<String, String> headers) {

    /// The content type of nearly all answers.
    public static final String JSON = "application/json";

    /// JSON with a status.
    public static Reply json(int status, byte[] body) {
        return new Reply(status, JSON, body, Map.of());
    }

    /// JSON that says yes.
    public static Reply ok(byte[] body) {
        return json(200, body);
    }

    /// Text with a status.
    public static Reply text(int status, String type, String text) {
        return new Reply(status, type, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /// Nothing but a status.
    public static Reply empty(int status) {
        return new Reply(status, JSON, new byte[0], Map.of());
    }

    /// `{"message":…}` with a status.
    public static Reply message(int status, String message) {
        return json(status, ErrorWriter.message(message));
    }

    /// Marathon's answer to a lookup of what does not exist.
    public static Reply missing(String message) {
        return json(404, ErrorWriter.missing(message));
    }

    /// The path is known, the method is not.
    public static Reply wrongMethod() {
        return message(405, "Method Not Allowed");
    }

    /// The path is not known: Marathon says 500.
    public static Reply unknownPath() {
        return message(500, "URI not found");
    }

    /// The same answer with one more header.
    public Reply with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, type, body, more);
    }
}
