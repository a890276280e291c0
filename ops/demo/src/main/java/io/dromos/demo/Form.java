package io.dromos.demo;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The fields of a submitted `application/x-www-form-urlencoded` body.
record Form(Map<String, String> fields) {

    /// Bytes of a body that are read at most; more is refused.
    static final int BODY_MAX = 8 * 1024;

    /// Reads a body; of a repeated field the first one counts. Fails with
    /// [IllegalArgumentException] on a broken percent escape.
    static Form parse(String body) {
        var fields = new HashMap<String, String>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(
                        decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return new Form(Map.copyOf(fields));
    }

    /// The field, empty when it was not sent.
    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
