package io.dromos.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// One fact as its writer hands it in; the log adds offset, commit time and hash.
///
/// @param persistenceId whose fact it is, at most [Limits#ID_BYTES_MAX] bytes
/// @param sequenceNr its number within that aggregate, from 1, without gaps
/// @param decidedAt when it was decided, by the writer's clock, in microseconds
/// @param eventName its stored name with version, such as `app.admitted.v1`
/// @param payload the fact as JSON
/// @param origin who caused it and why, as JSON
/// @param digest [Chain#digest] over all of the above, made by the writer so that the store need
///   not
public record Entry(
        String persistenceId,
        long sequenceNr,
        Instant decidedAt,
        String eventName,
        Bytes payload,
        Bytes origin,
        Bytes digest) {
    private static final ThreadLocal<Chain> CHAIN = ThreadLocal.withInitial(Chain::new);

    /// Checks what no writer may get wrong; sizes are the log's business ([Limits]).
    public Entry {
        if (persistenceId.isEmpty() || eventName.isEmpty()) {
            throw new IllegalArgumentException("an entry needs a persistence id and an event name");
        }
        if (sequenceNr < 1) {
            throw new IllegalArgumentException(
                    "sequence numbers start at 1, " + persistenceId + " was given " + sequenceNr);
        }
        if (digest.size() != Chain.HASH_BYTES) {
            throw new IllegalArgumentException("a digest has 32 bytes, not " + digest.size());
        }
        decidedAt = decidedAt.truncatedTo(ChronoUnit.MICROS);
    }

    /// An entry with its digest computed here, on the writer's thread.
    public static Entry of(
            String persistenceId,
            long sequenceNr,
            Instant decidedAt,
            String eventName,
            Bytes payload,
            Bytes origin) {
        var digest =
                CHAIN.get()
                        .digest(persistenceId, sequenceNr, decidedAt, eventName, payload, origin);
        return new Entry(persistenceId, sequenceNr, decidedAt, eventName, payload, origin, digest);
    }

    /// About what a record takes beside its texts: numbers, times, lengths, checksum and hash.
    static final int OVERHEAD_BYTES = 96;

    /// About how many bytes the entry takes in the log.
    public int storedBytes() {
        return OVERHEAD_BYTES + persistenceId.length() + eventName.length() + contentBytes();
    }

    /// The bytes that count against the limit of one fact: payload and origin.
    public int contentBytes() {
        return payload.size() + origin.size();
    }
}
