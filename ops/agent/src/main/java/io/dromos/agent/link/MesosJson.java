package io.dromos.agent.link;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/// Protobuf messages as Mesos writes and reads them in JSON: original field names in the order of
/// their declaration, 64-bit integers as numbers, enums by name, bytes in base64, and the explicit
/// defaults of fields that were not set. Unknown fields are ignored when reading.
public final class MesosJson {

    /// Text that is no such message. Its sentence is the one Mesos answers.
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;
        private final String sentence;

        Malformed(String sentence) {
            super(sentence, null, false, false);
            this.sentence = sentence;
        }

        /// What is wrong.
        public String sentence() {
            return sentence;
        }
    }

    /// The one mapper of this module, for trees only.
    public static final ObjectMapper MAPPER =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .configure(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN, true);

    private MesosJson() {}

    /// A message as a JSON tree.
    public static ObjectNode tree(Message message) {
        return MesosJsonPrinter.tree(message);
    }

    /// A message as JSON bytes.
    public static byte[] print(Message message) {
        return bytes(tree(message));
    }

    /// A number as Mesos prints doubles: plainly, with at least one digit behind the point.
    public static BigDecimal number(double value) {
        return MesosJsonPrinter.plain(value);
    }

    /// A tree as JSON bytes, without white space.
    public static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Any JSON text as a tree; `Failed to parse body into JSON: …` when it is none.
    public static JsonNode parse(byte[] json) throws Malformed {
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (tree == null || tree.isMissingNode()) {
                throw new Malformed(syntaxError(1, ""));
            }
            return tree;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            int line = at == null ? 1 : Math.max(1, at.getLineNr());
            throw new Malformed(syntaxError(line, rest(json, at)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a JSON object into a message of the prototype's type.
    ///
    /// @param what how the message is called in the error text, for example `Call`
    @SuppressWarnings("unchecked") // a builder builds what its prototype is
    public static <M extends Message> M read(JsonNode tree, M prototype, String what)
            throws Malformed {
        try {
            Message.Builder builder = prototype.newBuilderForType();
            MesosJsonReader.object(tree, builder);
            String missing = String.join(", ", builder.findInitializationErrors());
            if (!missing.isEmpty()) {
                throw new Malformed("Missing required fields: " + missing);
            }
            return (M) builder.build();
        } catch (Malformed e) {
            throw new Malformed(
                    "Failed to convert JSON into " + what + " protobuf: " + e.sentence());
        }
    }

    private static String syntaxError(int line, String near) {
        return "Failed to parse body into JSON: syntax error at line " + line + " near: " + near;
    }

    private static String rest(byte[] json, JsonLocation at) {
        String text = new String(json, StandardCharsets.UTF_8);
        int end = at == null ? text.length() : (int) Math.min(at.getByteOffset(), text.length());
        int start = Math.max(0, end);
        while (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1))) {
            start--;
        }
        int stop = text.indexOf('\n', start);
        String near = text.substring(start, stop < 0 ? text.length() : stop);
        return near.substring(0, Math.min(near.length(), 100));
    }
}
