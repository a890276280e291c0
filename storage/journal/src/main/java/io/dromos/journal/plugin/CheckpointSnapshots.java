package io.dromos.journal.plugin;

import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotSelectionCriteria;
import akka.persistence.snapshot.japi.SnapshotStore;
import io.dromos.journal.Snapshots.Snapshot;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/// Akka's snapshot store on the checkpoints: it only gives. Snapshots are made by folding the log,
/// never by actors, so saving and deleting are refused.
///
/// It answers *none* only when the log gives all records of the aggregate from the first; otherwise
/// loading fails, and the actor does not start with half a history.
public final class CheckpointSnapshots extends SnapshotStore {
    private final LogExtension extension = LogExtension.of(context().system());
    private final Executor reading =
            context().system().dispatchers().lookup("dromos.journal.reading");

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(
            String persistenceId, SnapshotSelectionCriteria criteria) {
        return Futures.supply(reading, () -> load(persistenceId, criteria));
    }

    private Optional<SelectedSnapshot> load(
            String persistenceId, SnapshotSelectionCriteria criteria) {
        var found =
                extension
                        .snapshots()
                        .latest(persistenceId, criteria.maxSequenceNr())
                        .map(snapshot -> selected(persistenceId, snapshot))
                        .filter(selected -> criteria.matches(selected.metadata()));
        long hiddenTo = extension.log().hiddenTo(persistenceId);
        if (found.isEmpty() && hiddenTo > 0 && asksForLatest(criteria)) {
            throw new IllegalStateException(
                    "%s has no snapshot and its records up to #%d are hidden: it cannot be recovered"
                            .formatted(persistenceId, hiddenTo));
        }
        return found;
    }

    private static boolean asksForLatest(SnapshotSelectionCriteria criteria) {
        return criteria.maxSequenceNr() == Long.MAX_VALUE
                && criteria.maxTimestamp() == Long.MAX_VALUE;
    }

    private static SelectedSnapshot selected(String persistenceId, Snapshot snapshot) {
        var metadata =
                SnapshotMetadata.apply(
                        persistenceId,
                        snapshot.sequenceNr(),
                        snapshot.committedAt().toEpochMilli());
        return SelectedSnapshot.create(metadata, snapshot.state());
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        return refused(metadata.persistenceId());
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
        return refused(metadata.persistenceId());
    }

    @Override
    public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return refused(persistenceId);
    }

    private static Future<Void> refused(String persistenceId) {
        return FutureConverters.asScala(
                CompletableFuture.failedFuture(
                        new UnsupportedOperationException(
                                "the snapshots of %s are made by the checkpointer, not by actors"
                                        .formatted(persistenceId))));
    }
}
