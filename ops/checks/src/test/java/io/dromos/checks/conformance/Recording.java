package io.dromos.checks.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A recorded conversation.
///
/// @param name its family and its own name, such as `groups/dry-run`
/// @param steps requests with their answers, and what is waited for before
/// @param cleanup requests that leave nothing behind
record Recording(String name, JsonNode steps, JsonNode cleanup) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Whether it looks at a group: its version is that of the last change of anything, so that
    /// nobody may change something beside it.
    boolean asksForGroups() {
        for (var step : steps) {
            var request = step.path("request");
            boolean asks = request.path("method").asText().equals("GET");
            if (asks && request.path("path").asText().startsWith("/v2/groups")) return true;
        }
        return false;
    }

    /// Those of a family, in order.
    static List<Recording> family(String family) {
        var resource = "/conformance/" + family + ".json";
        try (var in = Recording.class.getResourceAsStream(resource)) {
            var found = new ArrayList<Recording>();
            for (var document : JSON.readTree(Objects.requireNonNull(in, resource)))
                found.add(
                        new Recording(
                                family + "/" + document.get("name").asText(),
                                document.get("steps"),
                                document.path("cleanup")));
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
