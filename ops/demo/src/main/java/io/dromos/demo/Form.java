package io.dromos.demo;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// A submitted `application/x-www-form-urlencoded` body, as far as it could be read.
sealed interface Form {

    /// Bytes of a body that are read at most; more is refused.
    int BODY_MAX = 8 * 1024;

    /// The fields; of a repeated one the first counts.
    record Fields(Map<String, String> values) implements Form {

        /// The field, empty when it was not sent.
        String field(String name) {
            return values.getOrDefault(name, "");
        }
    }

    /// A body with a broken percent escape.
    record Damaged() implements Form {}

    /// Reads a body.
    static Form parse(String body) {
        var values = new HashMap<String, String>();
        try {
            for (String pair : body.split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    values.putIfAbsent(
                            decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
                }
            }
        } catch (IllegalArgumentException e) {
            return new Damaged();
        }
        return new Fields(Map.copyOf(values));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
