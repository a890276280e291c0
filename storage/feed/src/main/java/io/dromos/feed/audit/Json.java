package io.dromos.feed.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dromos.journal.Bytes;
import java.io.IOException;
import java.util.Optional;

/// How what is told of the log is written.
final class Json {

    static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private Json() {}

    /// What the bytes say, if they are JSON.
    static Optional<JsonNode> read(Bytes bytes) {
        try {
            return Optional.of(MAPPER.readTree(bytes.array())).filter(it -> !it.isMissingNode());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    static String write(JsonNode json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can be written", e);
        }
    }
}
