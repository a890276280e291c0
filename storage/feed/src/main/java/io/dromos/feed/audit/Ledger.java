package io.dromos.feed.audit;

import io.dromos.feed.History.NoSuchMoment;
import java.time.Instant;
import java.util.UUID;

/// The log, record by record as it lies in its store. All methods but [#end] read the store itself
/// and block on it.
public interface Ledger {

    /// The record that everything durable ends with.
    ///
    /// @param incarnation the history it belongs to
    /// @param offset 0 if nothing happened yet
    /// @param hash over it and all before it, in hexadecimal digits
    record End(UUID incarnation, long offset, String hash, Instant committedAt) {}

    /// Where the log ends now.
    End end();

    /// Proves records one after the other: that each is what was written, behind the one before.
    /// What is found broken is the answer, and no failure.
    ///
    /// @param after the first is the one behind this offset, whose own record is proved once more
    /// @param until the last is at most this one
    /// @param max at most this many
    /// @throws NoSuchMoment if the log does not reach to `after`
    /// @throws Unreadable if the store is not to be read
    Verification verify(long after, long until, long max);

    /// Records as JSON, a line each, about [Exported#BYTES_MAX] bytes at a time.
    ///
    /// @param max at most this many
    /// @throws Unreadable if one is damaged, or the store is not to be read
    Exported export(long after, int max);

    /// What records take, by kind, by aggregate and by day.
    ///
    /// @param max at most this many
    /// @throws Unreadable if one is damaged, or the store is not to be read
    Sums sums(long after, long max);

    /// The store cannot be read, or not as what was written.
    final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean passes;

        Unreadable(String sentence, boolean passes, Throwable cause) {
            super(sentence, cause);
            this.passes = passes;
        }

        /// Whether it may be readable later.
        public boolean passes() {
            return passes;
        }
    }
}
