package io.dromos.journal;

import java.time.Instant;
import java.util.UUID;

/// One fact as the log keeps it.
///
/// @param incarnation the history it belongs to
/// @param offset its place in the one order of all facts, from 1, without gaps
/// @param persistenceId whose fact it is; [LogFact#PERSISTENCE_ID] for the log's own
/// @param sequenceNr its number within that aggregate
/// @param decidedAt when it was decided, by the writer's clock
/// @param committedAt when it was stored, by the log's clock; never before that of an earlier
///   record
/// @param eventName its stored name with version
/// @param payload the fact as JSON
/// @param origin who caused it and why, as JSON
/// @param previousHash the hash of the record before it
/// @param hash [Chain#hash] over this record and the one before
public record LogRecord(
        UUID incarnation,
        long offset,
        String persistenceId,
        long sequenceNr,
        Instant decidedAt,
        Instant committedAt,
        String eventName,
        Bytes payload,
        Bytes origin,
        Bytes previousHash,
        Bytes hash) {

    /// About how many bytes it takes in the log.
    public int storedBytes() {
        return Entry.OVERHEAD_BYTES
                + persistenceId.length()
                + eventName.length()
                + payload.size()
                + origin.size();
    }

    /// Where this record stands.
    public Position position() {
        return new Position(incarnation, offset, hash);
    }
}
