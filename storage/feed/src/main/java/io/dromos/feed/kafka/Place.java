package io.dromos.feed.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dromos.journal.Bytes;
import io.dromos.journal.Position;
import java.io.IOException;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.SerializationException;

/// How far a topic is, as the broker keeps it.
///
/// @param publisher who wrote this
/// @param topic the id of the topic, which another of the same name does not have
/// @param position of the last event that was published there, or had nothing to be published
record Place(UUID publisher, Uuid topic, Position position) {

    private static final JsonMapper JSON = new JsonMapper();

    /// The stored form, a JSON object.
    byte[] encode() {
        var json =
                JSON.createObjectNode()
                        .put("publisher", publisher.toString())
                        .put("topicId", topic.toString())
                        .put("incarnation", position.incarnation().toString())
                        .put("offset", position.offset())
                        .put("hash", position.hash().hex());
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("No JSON for " + this, e);
        }
    }

    /// @throws SerializationException if it was not written by a publisher
    static Place decode(byte[] stored) {
        try {
            var json = JSON.readTree(stored);
            return new Place(
                    UUID.fromString(text(json, "publisher")),
                    Uuid.fromString(text(json, "topicId")),
                    new Position(
                            UUID.fromString(text(json, "incarnation")),
                            json.required("offset").longValue(),
                            Bytes.of(HexFormat.of().parseHex(text(json, "hash")))));
        } catch (IOException | IllegalArgumentException e) {
            throw new SerializationException("The topic of places holds what is no place", e);
        }
    }

    private static String text(JsonNode json, String name) {
        return json.required(name).asText();
    }
}
