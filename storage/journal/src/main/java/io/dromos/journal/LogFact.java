package io.dromos.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// A fact that the log records about itself, so that claims and hidden records are ordered,
/// chained, exported and audited like everything else. Readers that fold aggregates skip them by
/// [#PERSISTENCE_ID].
public sealed interface LogFact {
    /// The log's own persistence id; a batch that writes under it is a defect.
    String PERSISTENCE_ID = "log";

    /// `{"name":…,"epoch":…,"owner":…}`, stored as `log.fence-claimed.v1`.
    ///
    /// @param name the fence
    /// @param epoch one above the epoch before
    /// @param owner who claimed it, for people
    record FenceClaimed(String name, long epoch, String owner) implements LogFact {
        static final String NAME = "log.fence-claimed.v1";
    }

    /// `{"persistenceId":…,"toSequenceNr":…}`, stored as `log.hidden.v1`.
    ///
    /// @param persistenceId the aggregate
    /// @param toSequenceNr its replay starts behind this number
    record Hidden(String persistenceId, long toSequenceNr) implements LogFact {
        static final String NAME = "log.hidden.v1";
    }

    /// The name under which the fact is stored.
    default String eventName() {
        return switch (this) {
            case FenceClaimed _ -> FenceClaimed.NAME;
            case Hidden _ -> Hidden.NAME;
        };
    }

    /// The stored form.
    default Bytes encode() {
        var json = Json.MAPPER.createObjectNode();
        switch (this) {
            case FenceClaimed(var name, var epoch, var owner) ->
                    json.put("name", name).put("epoch", epoch).put("owner", owner);
            case Hidden(var persistenceId, var toSequenceNr) ->
                    json.put("persistenceId", persistenceId).put("toSequenceNr", toSequenceNr);
        }
        return Bytes.utf8(json.toString());
    }

    /// Reads a stored fact.
    ///
    /// @throws IllegalArgumentException if the log knows no such fact: a newer Dromos wrote it
    static LogFact decode(String eventName, Bytes payload) {
        var json = Json.read(eventName, payload);
        return switch (eventName) {
            case FenceClaimed.NAME ->
                    new FenceClaimed(
                            json.path("name").asText(),
                            json.path("epoch").asLong(),
                            json.path("owner").asText());
            case Hidden.NAME ->
                    new Hidden(
                            json.path("persistenceId").asText(),
                            json.path("toSequenceNr").asLong());
            default ->
                    throw new IllegalArgumentException(
                            "the log holds '"
                                    + eventName
                                    + "', which this version does not know: use a newer one");
        };
    }

    /// Keeps the mapper out of the interface's own initialisation.
    final class Json {
        private static final JsonMapper MAPPER = new JsonMapper();

        private Json() {}

        private static JsonNode read(String eventName, Bytes payload) {
            try {
                return MAPPER.readTree(payload.text());
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(eventName + " is not JSON: " + payload, e);
            }
        }
    }
}
