package io.dromos.feed.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.dromos.schema.EventCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Real messages are what the AsyncAPI document and the schemas it refers to say.
class MessageSchemasTest {

    private static final String BASE = "https://dromos.test/";
    private static final JsonMapper JSON = new JsonMapper();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    it -> it.schemas((String iri) -> document(iri.substring(BASE.length()))));

    private final JsonNode asyncApi = read(document("asyncapi.json"));
    private final Messages messages = new Messages(Topics.STANDARD, URI.create("/dromos"));

    static List<Path> goldens() throws IOException {
        return Goldens.files().stream()
                .filter(it -> it.getFileName().toString().matches("(app|deployment)\\..*"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void a_message_is_what_the_document_says(Path golden) throws IOException {
        var message = messages.of(Goldens.event(golden)).orElseThrow();
        var record = message.record();
        assertThat(errors(new String(record.value(), UTF_8))).isEmpty();
        assertThat(channel(record.topic()).at("/messages").has(message.event().getType())).isTrue();
    }

    @Test
    void a_message_that_lacks_a_property_or_has_another_type_is_found() throws IOException {
        var golden = goldens().getFirst();
        var good = messages.of(Goldens.event(golden)).orElseThrow().record().value();
        var lacking = (ObjectNode) read(new String(good, UTF_8));
        lacking.withObject("/data").remove("app");
        assertThat(errors(lacking.toString())).hasSize(1);
        var wrong = (ObjectNode) read(new String(good, UTF_8));
        wrong.withObject("/data").put("at", 5);
        assertThat(errors(wrong.toString())).isNotEmpty();
        var bare = (ObjectNode) read(new String(good, UTF_8));
        bare.remove("sequence");
        assertThat(errors(bare.toString())).hasSize(1);
    }

    private List<Error> errors(String message) {
        var type = read(message).path("type").asText();
        var payload = asyncApi.at("/components/messages").path(type).at("/payload/schema");
        assertThat(payload.isObject()).as(type).isTrue();
        return REGISTRY.getSchema(SchemaLocation.of(BASE + type), payload)
                .validate(
                        message,
                        InputFormat.JSON,
                        it -> it.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    private JsonNode channel(String topic) {
        for (var channel : asyncApi.path("channels"))
            if (channel.path("address").asText().equals(topic)) return channel;
        throw new AssertionError("no channel for " + topic);
    }

    private static String document(String name) {
        try (var in = EventCodec.class.getResourceAsStream(name)) {
            if (in == null) throw new AssertionError("there is no " + name);
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
