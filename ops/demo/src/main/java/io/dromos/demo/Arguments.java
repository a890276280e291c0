package io.dromos.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The words after a program's name, read as `--name value` pairs. Every fault is an
/// [IllegalArgumentException] whose message is one sentence for the person who typed them.
record Arguments(Map<String, String> values, Map<String, String> environment) {

    private static final int PORT_MAX = 65_535;

    /// Reads pairs whose names, without the dashes, are in `known`.
    static Arguments parse(String[] words, Set<String> known, Map<String, String> environment) {
        var values = new HashMap<String, String>();
        for (int i = 0; i < words.length; i += 2) {
            String name = words[i].startsWith("--") ? words[i].substring(2) : "";
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "'" + words[i] + "' is not an option; the options are --" + spell(known));
            }
            if (i + 1 == words.length) {
                throw new IllegalArgumentException("--" + name + " needs a value after it");
            }
            values.put(name, words[i + 1]);
        }
        return new Arguments(Map.copyOf(values), Map.copyOf(environment));
    }

    /// The option, or the fallback when it was not given.
    String text(String name, String fallback) {
        return values.getOrDefault(name, fallback);
    }

    /// The environment variable, or the fallback when it is absent or empty.
    String variable(String name, String fallback) {
        String value = environment.getOrDefault(name, "");
        return value.isBlank() ? fallback : value.strip();
    }

    /// The port to listen on: `--port`, else `PORT0` (which Marathon gives a task that has a host
    /// port), else the fallback. 0 means any free port.
    int port(int fallback) {
        String option = values.get("port");
        return option == null
                ? port("PORT0", variable("PORT0", Integer.toString(fallback)))
                : port("--port", option);
    }

    /// Reads a port number, 0 to 65535; `source` names it in the complaint.
    static int port(String source, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException e) {
            // The complaint below says it better.
        }
        throw new IllegalArgumentException(
                source + " must be a port from 0 to 65535, but is '" + text + "'");
    }

    private static String spell(Set<String> known) {
        return String.join(", --", known.stream().sorted().toList());
    }
}
