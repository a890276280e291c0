package io.dromos.journal.checkpoint;

import io.dromos.journal.Bytes;
import io.dromos.journal.Position;
import java.util.List;

/// The states of aggregates, folded up to one place in the log.
///
/// @param position the last record folded
/// @param fingerprint of the code that folded and encoded; other code does not trust it
/// @param states one for each aggregate that is kept
public record Checkpoint(Position position, String fingerprint, List<Entry> states) {

    /// Copies what it is given.
    public Checkpoint {
        states = List.copyOf(states);
    }

    /// The state of one aggregate.
    ///
    /// @param persistenceId whose
    /// @param sequenceNr of the last fact folded
    /// @param whole whether it was folded from the first fact
    /// @param state as encoded by the code of the fingerprint
    public record Entry(String persistenceId, long sequenceNr, boolean whole, Bytes state) {}
}
