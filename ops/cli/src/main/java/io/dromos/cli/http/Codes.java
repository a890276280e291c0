package io.dromos.cli.http;

import java.util.Map;

/// Words for the codes in which Marathon's refusals tell which rule is broken.
final class Codes {

    private static final String NAME = "must be lower-case letters, digits, dots and dashes";

    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    Map.entry("error.expected.date.isoformat", "must be a time in ISO 8601"),
                    Map.entry("error.expected.int", "must be a whole number"),
                    Map.entry("error.expected.jsarray", "must be a list"),
                    Map.entry("error.expected.jsboolean", "must be true or false"),
                    Map.entry("error.expected.jsnumber", "must be a number"),
                    Map.entry("error.expected.jsobject", "must be an object"),
                    Map.entry("error.expected.jsstring", "must be a text"),
                    Map.entry("error.max", "is too large"),
                    Map.entry("error.maxLength", "is too long"),
                    Map.entry("error.min", "is too small"),
                    Map.entry("error.minLength", "is too short"),
                    Map.entry("error.path.missing", "is missing"),
                    Map.entry("error.pattern", "is not written as it has to be"),
                    Map.entry("error.unknown.enum.literal", "is none of the words known here"));

    private Codes() {}

    /// What is wrong at a path, in words; what is no code is left as it is.
    static String words(String path, String error) {
        if (error.equals("error.pattern") && path.endsWith("/id")) return NAME;
        // Marathon's text for a command of less than two letters, which it tells of the whole.
        if (error.equals("must not be an empty string") && path.equals("/"))
            return "cmd must have at least two letters";
        return WORDS.getOrDefault(error, error);
    }
}
