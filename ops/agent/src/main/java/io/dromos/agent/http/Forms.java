package io.dromos.agent.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// `application/x-www-form-urlencoded`, in queries and bodies.
public final class Forms {
    private Forms() {}

    /// The first value of each name, decoded, in order.
    public static Map<String, String> parse(String form) throws Refused {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (!name.isEmpty()) {
                fields.putIfAbsent(name, equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    /// Percent-decodes a path, in which a plus is a plus.
    static String path(String path) throws Refused {
        return decode(path.replace("+", "%2B"));
    }

    private static String decode(String text) throws Refused {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "The request is not percent-encoded as it should be");
        }
    }
}
