package io.dromos.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/// Encodes JSON to UTF-8, without a tree in between.
public final class Fragments {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Fragments() {}

    /// Writes fields or values to a generator.
    @FunctionalInterface
    public interface Body {
        /// Writes.
        void writeTo(JsonGenerator out) throws IOException;
    }

    /// The document that the body writes, as UTF-8.
    public static byte[] encode(Body body) {
        var bytes = new ByteArrayOutputStream(512);
        try (var out = FACTORY.createGenerator(bytes)) {
            body.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// An object with the fields that the body writes, as UTF-8.
    public static byte[] object(Body body) {
        return encode(out -> {
            out.writeStartObject();
            body.writeTo(out);
            out.writeEndObject();
        });
    }

    /// The fields of an encoded object, without its braces.
    static byte[] inner(byte[] object) {
        return Arrays.copyOfRange(object, 1, object.length - 1);
    }

    /// Writes an array of texts.
    static void texts(JsonGenerator out, String name, Collection<String> texts) throws IOException {
        out.writeArrayFieldStart(name);
        for (var text : texts) out.writeString(text);
        out.writeEndArray();
    }

    /// Writes an array of numbers.
    static void numbers(JsonGenerator out, String name, Collection<Integer> numbers)
            throws IOException {
        out.writeArrayFieldStart(name);
        for (var number : numbers) out.writeNumber(number);
        out.writeEndArray();
    }

    /// Writes an object of texts.
    static void texts(JsonGenerator out, String name, Map<String, String> texts)
            throws IOException {
        out.writeObjectFieldStart(name);
        for (var entry : texts.entrySet()) out.writeStringField(entry.getKey(), entry.getValue());
        out.writeEndObject();
    }
}
