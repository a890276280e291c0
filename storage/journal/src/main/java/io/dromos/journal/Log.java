package io.dromos.journal;

import io.dromos.journal.audit.Extent;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// The one ordered, durable, chained list of facts that everything else is derived from.
///
/// Every store keeps the same promises, and one conformance kit checks them: what is answered is
/// durable; a list is there whole or not at all; offsets have no gaps and follow commit order;
/// commit times never go backwards; each record's hash covers all before it. All methods may be
/// called from any thread; none blocks on the disk except where it says so.
///
/// Stages are completed on a thread of the store: what depends on them must be short or go
/// elsewhere.
public interface Log extends AutoCloseable {

    /// Stores each list of `batch` whole, in order, or says why not. The stage completes when the
    /// outcome is durable and [#head] shows it; it never fails.
    CompletionStage<Appended> append(Batch batch);

    /// The durable end: at least everything that was answered before the call.
    Head head();

    /// Reads every durable record from `fromOffset` on, in order. Bounded memory; open until
    /// closed.
    Records scan(long fromOffset);

    /// Reads the same for whoever verifies it: what is in the store is given as it is, as far as it
    /// can be read at all, and its hashes and places are not looked at.
    default Records scanStored(long fromOffset) {
        return scan(fromOffset);
    }

    /// The parts of the store, in order.
    default List<Extent> extents() {
        return List.of();
    }

    /// Reads the durable records of one aggregate from `fromSequenceNr` on, without those that were
    /// hidden.
    Records scan(String persistenceId, long fromSequenceNr);

    /// The aggregate's last sequence number, hidden ones included, 0 if it never wrote. Waits
    /// behind every append already accepted, so that a new writer cannot overtake the last words of
    /// the old one. Fails with [LogRefused].
    CompletionStage<Long> highestSequenceNr(String persistenceId);

    /// The aggregate's records up to this number are hidden from its own replay; 0 if none are. May
    /// block on the store.
    long hiddenTo(String persistenceId);

    /// Takes the fence `name` for `owner` (shown to people) and answers its new epoch, one above
    /// the last. Durable on return; from then on lists that carry an older epoch are refused. Fails
    /// with [LogRefused].
    CompletionStage<Long> claim(String name, String owner);

    /// Hides the aggregate's records up to `toSequenceNr` from its own replay. They stay in the
    /// log, its chain and every scan by offset. Answers the number up to which they are hidden now.
    /// Fails with [LogRefused].
    CompletionStage<Long> hide(String persistenceId, long toSequenceNr);

    /// Tells `listener` of every new durable end, as soon as it is durable. Ends that follow each
    /// other closely may be told once, as the last of them; a scan gives the records. At most
    /// [#LISTENERS_MAX] at a time.
    Subscription subscribe(Listener listener);

    /// How many subscriptions a log accepts.
    int LISTENERS_MAX = 256;

    /// Finishes what was accepted, then refuses everything. Never fails.
    @Override
    void close();

    /// Hears of new durable records. Called on a thread of the log: must be short, must not block.
    @FunctionalInterface
    interface Listener {
        /// Everything up to `head` is durable.
        void durable(Head head);
    }

    /// Ends a subscription.
    interface Subscription extends AutoCloseable {
        /// The listener is not called again, except for a call already under way.
        @Override
        void close();
    }
}
