package io.dromos.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.events.Origin;
import io.dromos.feed.Event;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;

/// Writes records of the log as they are, for people and tools.
final class RecordWriter {

    private RecordWriter() {}

    static void write(JsonGenerator out, Event event) throws IOException {
        out.writeStartObject();
        fields(out, event);
        out.writeEndObject();
    }

    /// Its fields, in an object that the caller began.
    static void fields(JsonGenerator out, Event event) throws IOException {
        var stored = event.stored();
        out.writeNumberField("offset", stored.offset());
        out.writeStringField("committedAt", stored.committedAt().toString());
        out.writeStringField("decidedAt", stored.decidedAt().toString());
        out.writeStringField("aggregate", stored.persistenceId());
        out.writeNumberField("sequenceNr", stored.sequenceNr());
        out.writeStringField("kind", stored.eventName());
        if (event.recorded().isPresent()) about(out, event);
        out.writeFieldName("fact");
        out.writeRawValue(stored.payload().text());
        out.writeStringField("incarnation", stored.incarnation().toString());
        out.writeStringField("hash", hex(stored.hash().array()));
        out.writeStringField("previousHash", hex(stored.previousHash().array()));
    }

    private static void about(JsonGenerator out, Event event) throws IOException {
        var recorded = event.recorded().orElseThrow();
        var concerns = Concerns.of(recorded.fact());
        array(out, "apps", concerns.apps());
        array(out, "groups", concerns.groups());
        array(out, "deployments", concerns.deployments());
        origin(out, recorded.origin());
    }

    private static void origin(JsonGenerator out, Origin origin) throws IOException {
        out.writeStringField("principal", origin.principal());
        if (origin.address().isPresent()) out.writeStringField("address", origin.address().get());
        if (origin.requestId().isPresent())
            out.writeStringField("requestId", origin.requestId().get());
        if (origin.cause().isPresent()) out.writeStringField("cause", origin.cause().get());
        if (origin.reason().isPresent()) out.writeStringField("reason", origin.reason().get());
    }

    private static void array(JsonGenerator out, String name, List<String> texts)
            throws IOException {
        if (texts.isEmpty()) return;
        out.writeArrayFieldStart(name);
        for (var text : texts) out.writeString(text);
        out.writeEndArray();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
