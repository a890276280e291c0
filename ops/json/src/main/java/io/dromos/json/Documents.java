package io.dromos.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Parses request bodies within limits; a key given twice is refused.
///
/// Text after the document is ignored, as Marathon does.
public final class Documents {

    /// Longest body, in bytes.
    public static final int BYTES_MAX = 8 * 1024 * 1024;

    /// Deepest nesting of objects and arrays.
    public static final int DEPTH_MAX = 64;

    /// Longest string, in characters.
    public static final int STRING_MAX = 1024 * 1024;

    /// Longest number, in characters.
    public static final int NUMBER_MAX = 100;

    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxDocumentLength(BYTES_MAX)
                                                    .maxNestingDepth(DEPTH_MAX)
                                                    .maxStringLength(STRING_MAX)
                                                    .maxNumberLength(NUMBER_MAX)
                                                    .maxNameLength(10_000)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private Documents() {}

    /// The first document in the body.
    ///
    /// @param body UTF-8, with or without a byte order mark
    public static Read<JsonNode> parse(byte[] body) {
        try (JsonParser parser = MAPPER.createParser(body)) {
            return parse(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Read<JsonNode> parse(JsonParser parser) throws IOException {
        try {
            var tree = parser.readValueAsTree();
            if (tree instanceof JsonNode node && !node.isMissingNode())
                return new Read.Good<>(node);
            return new Read.Unreadable<>(
                    "Please specify data in JSON format", "No content to map due to end-of-input");
        } catch (JsonProcessingException e) {
            // What is beyond a limit comes without its place.
            var at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
            return new Read.Unreadable<>(
                    "Invalid JSON",
                    "%s (line %d, column %d)"
                            .formatted(reason(e), at.getLineNr(), at.getColumnNr()));
        }
    }

    /// Without where an object began and what a limit is called, which the parser tells in terms of
    /// its own.
    private static String reason(JsonProcessingException e) {
        return e.getOriginalMessage()
                .replaceFirst(" \\(start marker at .*", "")
                .replaceFirst(", from `[^`]*`", "");
    }
}
