package io.dromos.journal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorRef;
import akka.persistence.AtomicWrite;
import akka.persistence.DeleteMessagesSuccess;
import akka.persistence.JournalProtocol;
import akka.persistence.PersistentEnvelope;
import akka.persistence.PersistentRepr;
import akka.testkit.javadsl.TestKit;
import io.dromos.journal.Log;
import io.dromos.journal.LogRefused;
import io.dromos.journal.Refusal;
import io.dromos.journal.Snapshots;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/// What the journal plug-in must do on any store: each named case of Akka's own journal kit, and
/// what we promise beyond. It speaks to the plug-in in Akka's journal protocol, as persistent
/// actors do.
public abstract class JournalConformance {
    private static final long ALL = Long.MAX_VALUE;
    private static final String ID = "p-1";

    private Log log;
    private PluginSystem plugins;
    private TestKit writer;
    private TestKit reader;

    /// Opens an empty log.
    protected abstract Log openLog() throws Exception;

    @BeforeEach
    void startWithFiveRecords() throws Exception {
        log = openLog();
        plugins = new PluginSystem(log, Snapshots.NONE);
        writer = plugins.probe();
        reader = plugins.probe();
        write(write(1), write(2), write(3), write(4, 5));
        writer.expectMsg(JournalProtocol.WriteMessagesSuccessful$.MODULE$);
        for (long number = 1; number <= 5; number++) {
            var success = writer.expectMsgClass(JournalProtocol.WriteMessageSuccess.class);
            assertThat(success.persistent().sequenceNr()).isEqualTo(number);
            assertThat(success.persistent().payload()).isEqualTo("a-" + number);
        }
    }

    @AfterEach
    void stop() {
        plugins.close();
        log.close();
    }

    private static PersistentRepr repr(long number, Object payload) {
        return PersistentRepr.apply(payload, number, ID, "", false, ActorRef.noSender(), "w");
    }

    private static AtomicWrite write(long... numbers) {
        var reprs = new ArrayList<PersistentRepr>();
        for (long number : numbers) {
            reprs.add(repr(number, "a-" + number));
        }
        return AtomicWrite.apply(CollectionConverters.asScala(reprs).toSeq());
    }

    private void write(PersistentEnvelope... writes) {
        var messages = CollectionConverters.asScala(List.of(writes)).toSeq();
        plugins.journal()
                .tell(
                        new JournalProtocol.WriteMessages(messages, writer.getRef(), 1),
                        writer.getRef());
    }

    private void replay(long from, long to, long max) {
        replay(ID, from, to, max);
    }

    private void replay(String id, long from, long to, long max) {
        plugins.journal()
                .tell(
                        new JournalProtocol.ReplayMessages(from, to, max, id, reader.getRef()),
                        reader.getRef());
    }

    private void expect(long... numbers) {
        expectRecords(numbers);
        assertThat(highest()).isEqualTo(5);
    }

    private void expectRecords(long... numbers) {
        for (long number : numbers) {
            var repr = reader.expectMsgClass(JournalProtocol.ReplayedMessage.class).persistent();
            assertThat(repr.sequenceNr()).isEqualTo(number);
            assertThat(repr.persistenceId()).isEqualTo(ID);
            assertThat(repr.payload()).isEqualTo("a-" + number);
            assertThat(repr.deleted()).isFalse();
            assertThat(repr.timestamp()).isPositive();
        }
    }

    private long highest() {
        return reader.expectMsgClass(JournalProtocol.RecoverySuccess.class).highestSequenceNr();
    }

    private Throwable failedWrite() {
        var cause = writer.expectMsgClass(JournalProtocol.WriteMessagesFailed.class).cause();
        writer.expectMsgClass(JournalProtocol.WriteMessageFailure.class);
        return cause;
    }

    // ---- Akka's cases

    @Test
    void replays_all_messages() {
        replay(1, ALL, ALL);
        expect(1, 2, 3, 4, 5);
    }

    @Test
    void replays_messages_using_a_lower_sequence_number_bound() {
        replay(3, ALL, ALL);
        expect(3, 4, 5);
    }

    @Test
    void replays_messages_using_an_upper_sequence_number_bound() {
        replay(1, 3, ALL);
        expect(1, 2, 3);
    }

    @Test
    void replays_messages_using_a_count_limit() {
        replay(1, ALL, 3);
        expect(1, 2, 3);
    }

    @Test
    void replays_messages_using_a_lower_and_upper_sequence_number_bound() {
        replay(2, 3, ALL);
        expect(2, 3);
    }

    @Test
    void replays_messages_using_a_lower_and_upper_sequence_number_bound_and_a_count_limit() {
        replay(2, 5, 2);
        expect(2, 3);
    }

    @Test
    void replays_a_single_message_if_lower_bound_equals_upper_bound() {
        replay(2, 2, ALL);
        expect(2);
    }

    @Test
    void replays_a_single_message_if_count_limit_equals_one() {
        replay(2, 4, 1);
        expect(2);
    }

    @Test
    void does_not_replay_messages_if_count_limit_equals_zero() {
        replay(2, 4, 0);
        expect();
    }

    @Test
    void does_not_replay_messages_if_lower_bound_is_greater_than_upper_bound() {
        replay(3, 2, ALL);
        expect();
    }

    @Test
    void does_not_replay_messages_if_the_actor_has_not_yet_written_any() {
        replay("nobody", 0, ALL, ALL);
        assertThat(highest()).isZero();
    }

    @Test
    void does_not_replay_deleted_messages() {
        delete(3);
        replay(1, ALL, ALL);
        expect(4, 5);
    }

    @Test
    void does_not_reset_the_highest_number_after_deletion() {
        replay(0, ALL, ALL);
        expect(1, 2, 3, 4, 5);
        delete(3);
        replay(0, ALL, ALL);
        expect(4, 5);
    }

    @Test
    void does_not_reset_the_highest_number_after_everything_was_deleted() {
        delete(ALL);
        replay(0, ALL, ALL);
        expect();
    }

    private void delete(long to) {
        plugins.journal()
                .tell(
                        new JournalProtocol.DeleteMessagesTo(ID, to, reader.getRef()),
                        reader.getRef());
        assertThat(reader.expectMsgClass(DeleteMessagesSuccess.class).toSequenceNr()).isEqualTo(to);
    }

    /// Akka's kit lets a plug-in *reject* such events and store those beside them. An actor goes on
    /// after a rejection, so ours fails the write.
    @Test
    void a_write_that_cannot_be_encoded_fails_and_is_never_rejected() {
        write(AtomicWrite.apply(repr(6, TextCodec.UNSPEAKABLE)));
        assertThat(failedWrite()).hasMessageContaining("cannot be encoded");
        replay(1, ALL, ALL);
        expect(1, 2, 3, 4, 5);
    }

    // ---- ours

    @Test
    void a_second_writer_is_refused() {
        write(write(5));
        assertThat(failedWrite())
                .isInstanceOfSatisfying(
                        LogRefused.class,
                        refused ->
                                assertThat(refused.refusal())
                                        .isEqualTo(new Refusal.WrongSequence(ID, 4, 5)));
        replay(1, ALL, ALL);
        expect(1, 2, 3, 4, 5);
    }

    @Test
    void a_list_is_stored_whole_or_not_at_all() {
        var reprs = List.of(repr(6, "fine"), repr(7, "kafka=3:stale"));
        write(AtomicWrite.apply(CollectionConverters.asScala(reprs).toSeq()));
        writer.expectMsgClass(JournalProtocol.WriteMessagesFailed.class);
        replay(1, ALL, ALL);
        expect(1, 2, 3, 4, 5);
    }

    @Test
    void a_fact_that_needs_a_fence_is_stored_only_under_it() {
        Facts.await(log.claim("scheduler", "test"));
        write(AtomicWrite.apply(repr(6, "scheduler=1:planned")));
        writer.expectMsg(JournalProtocol.WriteMessagesSuccessful$.MODULE$);
        writer.expectMsgClass(JournalProtocol.WriteMessageSuccess.class);
        Facts.await(log.claim("scheduler", "other"));
        write(AtomicWrite.apply(repr(7, "scheduler=1:planned")));
        assertThat(failedWrite()).hasMessageContaining("stale");
    }

    @Test
    void hundreds_of_refused_writers_stop_nobody_else() {
        for (int i = 0; i < 300; i++) {
            write(write(3));
            assertThat(failedWrite()).isInstanceOf(LogRefused.class);
        }
        write(write(6));
        writer.expectMsg(JournalProtocol.WriteMessagesSuccessful$.MODULE$);
    }

    @Test
    void a_replay_waits_behind_what_was_written_before() {
        write(write(6));
        replay(1, ALL, ALL);
        expectRecords(1, 2, 3, 4, 5, 6);
        assertThat(highest()).isEqualTo(6);
    }

    @Test
    void a_snapshot_that_is_ahead_of_the_log_fails_the_recovery() {
        replay(9, ALL, ALL);
        var failure = reader.expectMsgClass(JournalProtocol.ReplayMessagesFailure.class);
        assertThat(failure.cause()).hasMessageContaining("#8").hasMessageContaining("#5");
    }

    @Test
    void a_record_that_cannot_be_read_fails_the_recovery() {
        Facts.stored(log, Facts.list(Facts.entry(ID, 6)));
        replay(1, ALL, ALL);
        expectRecords(1, 2, 3, 4, 5);
        var failure = reader.expectMsgClass(JournalProtocol.ReplayMessagesFailure.class);
        assertThat(failure.cause()).hasMessageContaining("task.observed.v1");
    }
}
