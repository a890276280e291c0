package io.dromos.feed;

import io.dromos.events.Recorded;
import io.dromos.journal.LogFact;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Position;
import io.dromos.schema.EventCodec;
import io.dromos.schema.UnreadableEvent;
import java.util.Optional;

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

    /// About what it takes in memory: the bytes of its payload and origin.
    public int bytes() {
        return stored.payload().size() + stored.origin().size();
    }
}
