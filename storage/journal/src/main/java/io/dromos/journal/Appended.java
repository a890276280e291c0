package io.dromos.journal;

import java.util.List;
import java.util.UUID;

/// The answer to [Log#append].
///
/// @param batchId the batch
/// @param outcomes one per list, in the order of the batch
public record Appended(UUID batchId, List<Outcome> outcomes) {
    /// Copies the outcomes.
    public Appended {
        outcomes = List.copyOf(outcomes);
    }
}
