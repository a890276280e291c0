package io.dromos.feed;

import io.dromos.feed.audit.Ledger;
import java.time.Instant;
import java.util.List;

/// Everything that was ever so: each record of the log, and what it had come to at any of them.
///
/// All methods may block on the store.
public interface History {

    /// The last offset there is; 0 if nothing happened yet.
    long head();

    /// The events from this offset on, in order.
    ///
    /// @param max at most this many, and about [Reader#BYTES_MAX] bytes
    /// @return none only if there are none
    List<Event> read(long from, int max);

    /// The events of one aggregate from this number on, in order.
    ///
    /// @param max at most this many, and about [Reader#BYTES_MAX] bytes
    List<Event> of(String persistenceId, long fromSequenceNr, int max);

    /// What everything had come to once the record at this offset was written.
    ///
    /// @param offset 0 is before the first record
    /// @throws NoSuchMoment if the log does not reach so far
    View at(long offset);

    /// The last record that was committed at this time or before; 0 if there is none. Records of
    /// one list are committed at one time, so that no list is cut.
    long lastAt(Instant time);

    /// The log as it is stored, for auditors.
    Ledger ledger();

    /// The log does not reach so far.
    final class NoSuchMoment extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /// @param offset that is not there
        public NoSuchMoment(long offset, long head) {
            super("there is no record %d: the log ends at %d".formatted(offset, head));
        }
    }
}
