package io.dromos.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.events.Origin;
import io.dromos.feed.Event;
import java.io.IOException;
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
        out.writeNumberField("offset", event.offset());
        out.writeStringField("committedAt", event.committedAt().toString());
        out.writeStringField("decidedAt", event.decidedAt().toString());
        out.writeStringField("aggregate", event.persistenceId());
        out.writeNumberField("sequenceNr", event.sequenceNr());
        out.writeStringField("kind", event.kind());
        if (event.recorded().isPresent()) about(out, event);
        out.writeFieldName("fact");
        out.writeRawValue(event.payload());
        out.writeStringField("incarnation", event.incarnation().toString());
        out.writeStringField("hash", event.hash());
        out.writeStringField("previousHash", event.previousHash());
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
}
