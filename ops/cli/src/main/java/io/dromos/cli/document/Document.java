package io.dromos.cli.document;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A document of an application or a group as it stands in a file.
///
/// @param name what to call it in a sentence
/// @param bytes the file, as it goes to the server
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Document(String name, byte[] bytes, JsonNode json) {

    /// The largest file that is read, in bytes; the server takes no larger body either.
    static final int BYTES_MAX = 16 << 20;

    private static final ObjectReader READER =
            Api.JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /// Reads a file, or the standard input for `-`.
    ///
    /// @param what of what a document is wanted, without an article
    /// @throws Failure if there is no such file, or it is too large, no JSON, or neither an object
    ///   nor an array
    public static Document read(String file, String what) throws Failure {
        boolean piped = file.equals("-");
        try (var in = piped ? System.in : Files.newInputStream(Path.of(file))) {
            var name = piped ? "The standard input" : file;
            return parsed(name, bytes(name, in), what);
        } catch (NoSuchFileException _) {
            throw Failure.failed("There is no file " + file);
        } catch (IOException e) {
            throw Failure.failed("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    private static byte[] bytes(String file, InputStream in) throws IOException, Failure {
        var bytes = in.readNBytes(BYTES_MAX + 1);
        if (bytes.length <= BYTES_MAX) return bytes;
        throw Failure.failed("%s is larger than %d MiB".formatted(file, BYTES_MAX >> 20));
    }

    private static Document parsed(String file, byte[] bytes, String what)
            throws Failure, IOException {
        try (var parser = READER.createParser(bytes)) {
            var json = json(file, parser);
            if (json.isObject() || json.isArray()) return new Document(file, bytes, json);
            throw Failure.failed("%s holds no %s: it wants {\"id\": …}".formatted(file, what));
        }
    }

    private static JsonNode json(String file, JsonParser parser) throws Failure, IOException {
        try {
            return READER.readTree(parser);
        } catch (JsonProcessingException e) {
            // What is beyond a limit comes without its place.
            var at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
            throw Failure.failed(
                    "%s is not JSON, line %d column %d: %s"
                            .formatted(file, at.getLineNr(), at.getColumnNr(), reason(e)));
        }
    }

    /// Without where an object or array began and what a limit is called, which the parser tells in
    /// terms of its own.
    private static String reason(JsonProcessingException e) {
        return e.getOriginalMessage()
                .replaceFirst(" \\(start marker at .*", "")
                .replaceFirst(", from `[^`]*`", "");
    }
}
