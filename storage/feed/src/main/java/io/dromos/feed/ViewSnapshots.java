package io.dromos.feed;

import io.dromos.journal.Snapshots;
import java.time.Instant;
import java.util.Optional;

/// Gives a starting actor the state that the views have of its aggregate, so that it replays only
/// what came since.
///
/// The views fold the durable records with the same code as actors do, and their states are
/// immutable: the state is handed over as it is. What they do not have whole, such as a deployment
/// that ended long ago, its actor replays from the first record.
public final class ViewSnapshots implements Snapshots {

    private final Views views;

    /// Snapshots from these views.
    public ViewSnapshots(Views views) {
        this.views = views;
    }

    @Override
    public Optional<Snapshot> latest(String persistenceId, long maxSequenceNr) {
        return views.now()
                .folded(persistenceId)
                .filter(folded -> folded.whole() && folded.sequenceNr() > 0)
                .filter(folded -> folded.sequenceNr() <= maxSequenceNr)
                // Nobody asks for a snapshot by its time.
                .map(folded -> new Snapshot(folded.sequenceNr(), Instant.EPOCH, folded.state()));
    }
}
