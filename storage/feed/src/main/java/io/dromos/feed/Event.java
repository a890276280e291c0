package io.dromos.feed;

import io.dromos.events.Recorded;
import io.dromos.journal.LogFact;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Position;
import io.dromos.schema.EventCodec;
import io.dromos.schema.UnreadableEvent;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/// One committed record of the log with the fact it stands for.
///
/// @param stored the record as the log keeps it
/// @param recorded the fact and its origin; absent if the log wrote it about itself
public record Event(LogRecord stored, Optional<Recorded> recorded) {

    /// @throws UnreadableEvent naming the record's place if this release cannot read it
    static Event read(LogRecord stored, EventCodec codec) {
        if (stored.persistenceId().equals(LogFact.PERSISTENCE_ID))
            return new Event(stored, Optional.empty());
        try {
            var recorded =
                    codec.decode(
                            stored.eventName(), stored.payload().array(), stored.origin().array());
            return new Event(stored, Optional.of(recorded));
        } catch (UnreadableEvent e) {
            throw e.at(
                    "offset %d (%s #%d)"
                            .formatted(
                                    stored.offset(), stored.persistenceId(), stored.sequenceNr()));
        }
    }

    /// Its place in the one order of all facts.
    public long offset() {
        return stored.offset();
    }

    /// Where a reader stands that has read it.
    public Position position() {
        return stored.position();
    }

    /// Whose fact it is.
    public String persistenceId() {
        return stored.persistenceId();
    }

    /// Its number among the facts of that aggregate.
    public long sequenceNr() {
        return stored.sequenceNr();
    }

    /// The name under which the fact is stored.
    public String kind() {
        return stored.eventName();
    }

    /// When it was decided, by its writer's clock.
    public Instant decidedAt() {
        return stored.decidedAt();
    }

    /// When it was stored, by the log's clock.
    public Instant committedAt() {
        return stored.committedAt();
    }

    /// The fact as it is stored, as JSON.
    public String payload() {
        return stored.payload().text();
    }

    /// The history that it belongs to.
    public UUID incarnation() {
        return stored.incarnation();
    }

    /// The hash over it and all before it, in hexadecimal digits.
    public String hash() {
        return HexFormat.of().formatHex(stored.hash().array());
    }

    /// The hash of the record before it.
    public String previousHash() {
        return HexFormat.of().formatHex(stored.previousHash().array());
    }

    /// About what it takes in memory: the bytes of its payload and origin.
    public int bytes() {
        return stored.payload().size() + stored.origin().size();
    }
}
