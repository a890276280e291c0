package io.dromos.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;

/// Says which moment an answer is of. Pure.
public final class Moment {

    private Moment() {}

    /// The moment of an answer that tells it under `at`.
    public static String line(JsonNode answer) {
        var time = answer.at("/at/time").asText("");
        return "As it was at offset %d of the log%s"
                .formatted(answer.at("/at/offset").asLong(), time.isEmpty() ? "" : ", " + time);
    }
}
