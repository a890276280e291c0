package io.dromos.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dromos.events.Fenced;
import io.dromos.events.Origin;
import io.dromos.events.Recorded;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.Fact;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns facts with their origin into what the log stores, and back, from any version that was ever
/// written. Safe for use by many threads; equal facts give equal bytes.
public final class EventCodec {

    /// The bound of an ordinary fact and its origin, in bytes.
    public static final int FACT_BYTES_MAX = 64 << 10;

    /// The bound of a fact that carries a definition, in bytes.
    public static final int DEFINITION_BYTES_MAX = 1 << 20;

    /// The bound of an admitted definition, in bytes: lower by one ordinary fact, so that whatever
    /// the catalog admits also fits into the fact by which its application adopts it.
    public static final int ADMITTED_BYTES_MAX = DEFINITION_BYTES_MAX - FACT_BYTES_MAX;

    private static final String ADMITTED = EventNames.of(CatalogFact.ApplicationAdmitted.class);
    private static final int FACTS_HELD = 4_096;
    private static final int ORIGINS_HELD = 256;
    private static final String ORIGIN = "origin";
    private static final String ADOPTED = EventNames.of(ApplicationFact.VersionAdopted.class);

    private final JsonMapper json = DomainJson.mapper();
    private final Upcasters upcasters;
    private final Map<String, ObjectReader> readers;
    private final Map<String, ObjectWriter> writers;
    private final ObjectReader originReader = json.readerFor(Origin.class);
    private final ObjectWriter originWriter = json.writerFor(Origin.class);
    private final Lately<Fact> facts;
    private final Lately<Origin> origins;

    /// A codec that reads everything this release and those before it wrote.
    public EventCodec() {
        this(Upcasters.CURRENT);
    }

    /// One that also remembers the newest facts it wrote, so that reading them soon after costs
    /// next to nothing: what it gives is what was written, not what was read.
    public static EventCodec remembering() {
        return new EventCodec(Upcasters.CURRENT, FACTS_HELD, ORIGINS_HELD);
    }

    EventCodec(Upcasters upcasters) {
        this(upcasters, 0, 0);
    }

    private EventCodec(Upcasters upcasters, int factsHeld, int originsHeld) {
        this.upcasters = upcasters;
        this.facts = new Lately<>(factsHeld);
        this.origins = new Lately<>(originsHeld);
        readers =
                EventNames.all().entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, e -> json.readerFor(e.getValue())));
        writers =
                EventNames.all().entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, e -> json.writerFor(e.getValue())));
    }

    /// The stored form of a fact.
    ///
    /// @throws FactTooBig if it or its origin has too many bytes
    public Encoded encode(Recorded recorded) {
        Fact fact = recorded.fact();
        String name = EventNames.of(fact.getClass());
        var payload = bytes(writerOf(name), fact);
        var encoded =
                new Encoded(
                        name,
                        payload,
                        bytes(originWriter, recorded.origin()),
                        fact instanceof Fenced fenced ? Optional.of(fenced) : Optional.empty());
        int max = bytesMax(name);
        if (encoded.contentBytes() > max) throw new FactTooBig(name, encoded.contentBytes(), max);
        facts.put(name, payload, fact);
        return encoded;
    }

    /// How many bytes the stored form of a fact takes with its origin, or a few more.
    ///
    /// @throws FactTooBig if it or its origin has too many
    public int bytes(Recorded recorded) {
        var bound = SizeBound.of(recorded.fact());
        int bytes = bound.orElse(0) + SizeBound.of(recorded.origin());
        boolean fits = bound.isPresent() && bytes <= FACT_BYTES_MAX;
        return fits ? bytes : encode(recorded).contentBytes();
    }

    /// The fact behind a stored event of today's or an older name.
    ///
    /// @throws UnreadableEvent if the name is unknown or the content is not what it promises
    public Recorded decode(String name, byte[] payload, byte[] origin) {
        var known = facts.find(name, payload);
        return new Recorded(
                known.isPresent() ? known.get() : fact(name, payload), origin(name, origin));
    }

    /// The fact alone, for readers that do not ask who brought it about.
    ///
    /// @throws UnreadableEvent if the name is unknown or the content is not what it promises
    public Fact fact(String name, byte[] payload) {
        try {
            return upcasters.has(name)
                    ? upcast(name, payload)
                    : present(readerOf(name).<@Nullable Fact>readValue(payload));
        } catch (IOException | IllegalArgumentException e) {
            throw UnreadableEvent.malformed(name, "payload", e);
        }
    }

    private Fact upcast(String name, byte[] payload) throws IOException {
        var upcast = upcasters.upcast(name, json.readTree(payload));
        return present(readerOf(upcast.name()).<@Nullable Fact>readValue(upcast.payload()));
    }

    private Origin origin(String name, byte[] origin) {
        var known = origins.find(ORIGIN, origin);
        if (known.isPresent()) return known.get();
        try {
            var read = present(originReader.<@Nullable Origin>readValue(origin));
            origins.put(ORIGIN, origin, read);
            return read;
        } catch (IOException | IllegalArgumentException e) {
            throw UnreadableEvent.malformed(name, "origin", e);
        }
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) throw new IllegalArgumentException("it is null");
        return value;
    }

    /// How many bytes a fact of this name may have with its origin.
    public static int bytesMax(String name) {
        if (name.equals(ADMITTED)) return ADMITTED_BYTES_MAX;
        return name.equals(ADOPTED) ? DEFINITION_BYTES_MAX : FACT_BYTES_MAX;
    }

    private ObjectReader readerOf(String name) {
        var reader = readers.get(name);
        if (reader == null) throw UnreadableEvent.unknown(name);
        return reader;
    }

    private ObjectWriter writerOf(String name) {
        var writer = writers.get(name);
        if (writer == null) throw new IllegalStateException("No writer for " + name);
        return writer;
    }

    private static byte[] bytes(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("No JSON for " + value.getClass().getName(), e);
        }
    }
}
