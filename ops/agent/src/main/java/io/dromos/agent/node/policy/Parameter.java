package io.dromos.agent.node.policy;

import java.util.Locale;

/// One of Marathon's `parameters`: an option of the docker command line.
///
/// @param name without dashes, lower case; short names spelled out where they have a long one
/// @param value as given; empty for a switch
public record Parameter(String name, String value) {
    /// Reads a key and a value as they stand in a task; keys may carry dashes, and `key=value` may
    /// stand in the key.
    public static Parameter of(String key, String value) {
        var name = key.trim();
        while (name.startsWith("-")) {
            name = name.substring(1);
        }
        var equals = name.indexOf('=');
        if (equals > 0) {
            return new Parameter(spelledOut(name.substring(0, equals)), name.substring(equals + 1));
        }
        return new Parameter(spelledOut(name), value);
    }

    private static String spelledOut(String name) {
        return switch (name) {
            case "a" -> "attach";
            case "c" -> "cpu-shares";
            case "d" -> "detach";
            case "e" -> "env";
            case "h" -> "hostname";
            case "i" -> "interactive";
            case "l" -> "label";
            case "m" -> "memory";
            case "p" -> "publish";
            case "P" -> "publish-all";
            case "t" -> "tty";
            case "u" -> "user";
            case "v" -> "volume";
            case "w" -> "workdir";
            default -> name.toLowerCase(Locale.ROOT);
        };
    }

    /// Whether a switch is on; anything that is not a clear no counts as yes.
    public boolean isOn() {
        return switch (value) {
            case "0", "f", "F", "false", "False", "FALSE" -> false;
            default -> true;
        };
    }
}
