package io.dromos.feed.kafka;

import io.dromos.events.PersistenceIds;
import io.dromos.events.Recorded;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.FrameworkFact;
import io.dromos.feed.Event;
import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.LogRecord;
import io.dromos.schema.EventCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Events that hold what was once written: one for each golden file of the stored facts.
final class Goldens {

    static final UUID INCARNATION = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");

    private static final Path JOURNAL = Path.of("../../events/schema/src/test/resources/journal");
    private static final EventCodec CODEC = new EventCodec();
    private static final Bytes ORIGIN =
            Bytes.utf8(
                    "{\"principal\":\"ada\",\"address\":\"127.0.0.1:51234\",\"requestId\":\"req-42\",\"cause\":\"change 7d0e\"}");

    private Goldens() {}

    /// The files, by whose names what is published is known too.
    static List<Path> files() throws IOException {
        try (var files = Files.list(JOURNAL)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /// What the log would hold.
    static Event event(Path golden) throws IOException {
        var name = golden.getFileName().toString().replaceFirst("(~[^~]*)?\\.json$", "");
        var payload = Bytes.utf8(Files.readString(golden).strip());
        var recorded = CODEC.decode(name, payload.array(), ORIGIN.array());
        return new Event(
                new LogRecord(
                        INCARNATION,
                        42,
                        owner(recorded),
                        7,
                        Instant.EPOCH,
                        Instant.parse("2026-11-30T08:43:26.123456Z"),
                        name,
                        payload,
                        ORIGIN,
                        Chain.GENESIS,
                        Chain.GENESIS),
                Optional.of(recorded));
    }

    private static String owner(Recorded recorded) {
        return switch (recorded.fact()) {
            case ApplicationFact fact -> PersistenceIds.of(fact.app());
            case DeploymentFact fact -> PersistenceIds.of(fact.deployment());
            case CatalogFact _ -> PersistenceIds.CATALOG;
            case FrameworkFact _ -> PersistenceIds.FRAMEWORK;
        };
    }
}
