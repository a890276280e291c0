package io.dromos.journal;

import java.time.Instant;
import java.util.Optional;

/// Where a starting actor finds the state of its aggregate, so that it need not replay from its
/// first record.
@FunctionalInterface
public interface Snapshots {
    /// No snapshots: everybody replays from the first record.
    Snapshots NONE = (_, _) -> Optional.empty();

    /// The newest usable state of the aggregate after at most `maxSequenceNr` records; none if
    /// there is none, which is right only as long as the log gives all records from the first. May
    /// block on the disk.
    Optional<Snapshot> latest(String persistenceId, long maxSequenceNr);

    /// @param sequenceNr the last record that is folded into the state
    /// @param committedAt when that record was stored
    /// @param state the state, immutable
    record Snapshot(long sequenceNr, Instant committedAt, Object state) {}
}
