package io.dromos.checks.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The recordings that this server answers otherwise, with the reason: the beginning of a row of
/// `ops/docs/deviations.md`.
final class Exclusions {

    private static final String RESOURCE = "/conformance/exclusions.txt";

    private Exclusions() {}

    /// Reasons by name of the recording.
    static Map<String, String> read() {
        try (var in = Exclusions.class.getResourceAsStream(RESOURCE)) {
            var bytes = Objects.requireNonNull(in, RESOURCE).readAllBytes();
            var found = new TreeMap<String, String>();
            new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split(": ", 2))
                    .forEach(parts -> found.put(parts[0], parts[1]));
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }
}
