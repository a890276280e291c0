package io.dromos.api;

import io.dromos.events.Origin;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request, free of the server that received it.
///
/// @param method in upper case; `HEAD` counts as `GET`
/// @param target path and query as they were sent
/// @param headers by name in lower case
/// @param body empty if there is none
/// @param origin who asks, from where
public record Call(
        String method, String target, Map<String, List<String>> headers, Body body, Origin origin) {

    /// Longest path, in segments.
    private static final int SEGMENTS_MAX = 256;

    /// Bytes of a body.
    ///
    /// @param bytes not to be changed
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy of 8 MiB buys nothing
    public record Body(byte[] bytes) {
        /// No body.
        public static final Body NONE = new Body(new byte[0]);
    }

    /// The path, without its query, still encoded.
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /// The decoded segments of the path that are not empty. An encoded slash separates like a
    /// slash.
    ///
    /// @throws IllegalArgumentException if it is not encoded well, or has too many
    public List<String> segments() {
        // A plus sign in a path means itself.
        var decoded = URLDecoder.decode(path().replace("+", "%2B"), StandardCharsets.UTF_8);
        var segments = new ArrayList<String>();
        for (var segment : decoded.split("/", -1)) if (!segment.isEmpty()) segments.add(segment);
        if (segments.size() > SEGMENTS_MAX)
            throw new IllegalArgumentException(
                    "The path has more than " + SEGMENTS_MAX + " segments");
        return List.copyOf(segments);
    }

    /// The values of a query parameter, in order.
    ///
    /// @throws IllegalArgumentException if the query is not encoded well
    public List<String> query(String name) {
        return queries().getOrDefault(name, List.of());
    }

    /// Whether a parameter is there and says `true`.
    public boolean flag(String name) {
        return flag(name, false);
    }

    /// Whether a parameter says `true`, or what is meant if it is not there.
    public boolean flag(String name, boolean absent) {
        var values = query(name);
        return values.isEmpty() ? absent : values.getFirst().equals("true");
    }

    /// The first value of a header, if it is there.
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /// All values of a header.
    public List<String> headers(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /// Whether it may change anything.
    public boolean isWrite() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS" -> false;
            default -> true;
        };
    }

    private Map<String, List<String>> queries() {
        var found = new LinkedHashMap<String, List<String>>();
        int start = target.indexOf('?');
        if (start < 0) return found;
        for (var pair : target.substring(start + 1).split("&")) {
            int equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            var value = equals < 0 ? "" : pair.substring(equals + 1);
            found.computeIfAbsent(decode(name), _ -> new ArrayList<>()).add(decode(value));
        }
        return found;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
