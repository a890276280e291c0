package io.dromos.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Requests to create applications and what the real Marathon answered.
///
/// @param name of the case, with its file
/// @param body as it was sent
/// @param status of the answer
/// @param answer its body, with masks
record Recorded(String name, String body, int status, JsonNode answer) {

    static final ObjectMapper MAPPER = new ObjectMapper();

    /// All `POST /v2/apps` with a JSON body in a file of cases.
    static List<Recorded> creations(String file) {
        var found = new ArrayList<Recorded>();
        for (var single : read(file)) {
            for (var step : single.path("steps")) {
                var request = step.path("request");
                boolean creates =
                        request.path("method").asText().equals("POST")
                                && request.path("path").asText().equals("/v2/apps")
                                && !request.path("headers").has("Content-Type");
                if (!creates) continue;
                var text =
                        request.has("rawBody")
                                ? request.get("rawBody").textValue()
                                : request.path("body").toString();
                found.add(
                        new Recorded(
                                file + "/" + single.path("name").asText(),
                                text,
                                step.path("response").path("status").asInt(),
                                step.path("response").path("body")));
            }
        }
        return found;
    }

    private static JsonNode read(String file) {
        var name = "/conformance/" + file + ".json";
        try (var in = Objects.requireNonNull(Recorded.class.getResourceAsStream(name), name)) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return MAPPER.readTree(text.replace("${u}", "u0"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
