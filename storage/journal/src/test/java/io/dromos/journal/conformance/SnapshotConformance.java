package io.dromos.journal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import akka.persistence.DeleteSnapshotFailure;
import akka.persistence.DeleteSnapshotsFailure;
import akka.persistence.SaveSnapshotFailure;
import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotProtocol;
import akka.persistence.SnapshotSelectionCriteria;
import akka.testkit.javadsl.TestKit;
import io.dromos.journal.Log;
import io.dromos.journal.Snapshots;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.OptionConverters;

/// What the snapshot plug-in must do on any store: each named case of Akka's own snapshot kit. That
/// one lets an actor save five snapshots and picks among them; ours has one for an aggregate, made
/// by the checkpointer, so the cases that save and delete check the refusal.
public abstract class SnapshotConformance {
    private static final String ID = "p-1";
    private static final long ALL = Long.MAX_VALUE;

    private Log log;
    private PluginSystem plugins;
    private TestKit actor;
    private SnapshotMetadata metadata;

    /// Opens an empty log.
    protected abstract Log openLog() throws Exception;

    @BeforeEach
    void startWithASnapshot() throws Exception {
        log = openLog();
        Facts.stored(log, Facts.list(ID, 0, 15));
        var committedAt = Facts.all(log).getLast().committedAt();
        var only = new Snapshots.Snapshot(15, committedAt, "s-15");
        Snapshots snapshots =
                (id, max) -> id.equals(ID) && max >= 15 ? Optional.of(only) : Optional.empty();
        plugins = new PluginSystem(log, snapshots);
        actor = plugins.probe();
        metadata = SnapshotMetadata.apply(ID, 15, committedAt.toEpochMilli());
    }

    @AfterEach
    void stop() {
        plugins.close();
        log.close();
    }

    private Optional<SelectedSnapshot> load(SnapshotSelectionCriteria criteria, long to) {
        return load(ID, criteria, to);
    }

    private Optional<SelectedSnapshot> load(
            String id, SnapshotSelectionCriteria criteria, long to) {
        tell(new SnapshotProtocol.LoadSnapshot(id, criteria, to));
        var result = actor.expectMsgClass(SnapshotProtocol.LoadSnapshotResult.class);
        assertThat(result.toSequenceNr()).isEqualTo(to);
        return OptionConverters.toJava(result.snapshot());
    }

    private void tell(Object message) {
        plugins.snapshotStore().tell(message, actor.getRef());
    }

    private static SnapshotSelectionCriteria upTo(long sequenceNr, long timestamp) {
        return SnapshotSelectionCriteria.create(sequenceNr, timestamp);
    }

    private SelectedSnapshot only() {
        return SelectedSnapshot.create(metadata, "s-15");
    }

    @Test
    void loads_no_snapshot_given_an_unknown_persistence_id() {
        assertThat(load("nobody", SnapshotSelectionCriteria.latest(), ALL)).isEmpty();
    }

    @Test
    void loads_no_snapshot_given_non_matching_timestamp_criteria() {
        assertThat(load(upTo(ALL, 100), ALL)).isEmpty();
    }

    @Test
    void loads_no_snapshot_given_non_matching_sequence_number_criteria() {
        assertThat(load(upTo(7, ALL), ALL)).isEmpty();
        assertThat(load(SnapshotSelectionCriteria.latest(), 7)).isEmpty();
    }

    @Test
    void loads_the_most_recent_snapshot() {
        assertThat(load(SnapshotSelectionCriteria.latest(), ALL)).contains(only());
    }

    @Test
    void loads_the_most_recent_snapshot_matching_an_upper_sequence_number_bound() {
        assertThat(load(upTo(15, ALL), ALL)).contains(only());
        assertThat(load(SnapshotSelectionCriteria.latest(), 15)).contains(only());
    }

    @Test
    void loads_the_most_recent_snapshot_matching_number_and_timestamp_bounds() {
        assertThat(load(upTo(15, metadata.timestamp()), ALL)).contains(only());
        assertThat(load(upTo(ALL, metadata.timestamp()), 15)).contains(only());
        assertThat(load(upTo(15, metadata.timestamp() - 1), ALL)).isEmpty();
    }

    @Test
    void refuses_to_delete_a_single_snapshot() {
        tell(new SnapshotProtocol.DeleteSnapshot(metadata));
        assertThat(actor.expectMsgClass(DeleteSnapshotFailure.class).cause())
                .hasMessageContaining("checkpointer");
        assertThat(load(SnapshotSelectionCriteria.latest(), ALL)).contains(only());
    }

    @Test
    void refuses_to_delete_all_snapshots_that_match() {
        tell(new SnapshotProtocol.DeleteSnapshots(ID, upTo(15, metadata.timestamp())));
        assertThat(actor.expectMsgClass(DeleteSnapshotsFailure.class).cause())
                .hasMessageContaining("checkpointer");
        assertThat(load(SnapshotSelectionCriteria.latest(), ALL)).contains(only());
    }

    @Test
    void deletes_nothing_given_non_matching_timestamp_bounds() {
        tell(new SnapshotProtocol.DeleteSnapshots(ID, upTo(15, metadata.timestamp() - 1)));
        actor.expectMsgClass(DeleteSnapshotsFailure.class);
        assertThat(load(SnapshotSelectionCriteria.latest(), ALL)).contains(only());
    }

    @Test
    void refuses_to_save_or_overwrite_a_snapshot() {
        tell(new SnapshotProtocol.SaveSnapshot(metadata, "modified"));
        assertThat(actor.expectMsgClass(SaveSnapshotFailure.class).cause())
                .hasMessageContaining("checkpointer");
        assertThat(load(SnapshotSelectionCriteria.latest(), ALL)).contains(only());
    }

    @Test
    void without_a_snapshot_an_actor_whose_oldest_records_are_hidden_does_not_start() {
        Facts.stored(log, Facts.list("half", 0, 5));
        assertThat(load("half", SnapshotSelectionCriteria.latest(), ALL)).isEmpty();
        Facts.await(log.hide("half", 3));
        tell(new SnapshotProtocol.LoadSnapshot("half", SnapshotSelectionCriteria.latest(), ALL));
        assertThat(actor.expectMsgClass(SnapshotProtocol.LoadSnapshotFailed.class).cause())
                .hasMessageContaining("half")
                .hasMessageContaining("#3");
    }
}
