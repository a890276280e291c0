package io.dromos.feed;

import io.dromos.journal.Position;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// One reader of the feed, with its own place. It belongs to one thread at a time.
///
/// It holds no events of its own: while it keeps up it takes them from the feed's memory, once it
/// has fallen behind it reads from the log at its own pace, and neither the writers nor other
/// readers notice.
public interface Reader extends AutoCloseable {

    /// How many events one call gives at most, and about how many bytes.
    int EVENTS_MAX = 1_024;

    /// About how many bytes of events one call gives at most, unless a single one has more.
    long BYTES_MAX = 4 << 20;

    /// The next events in order, none if there are none yet. Waits for nothing but the disk.
    ///
    /// @param max at most this many, and never more than [#EVENTS_MAX]
    /// @throws FeedStopped if there will be no more
    List<Event> take(int max);

    /// The next events in order; waits until there is at least one or the time is over.
    ///
    /// @param max at most this many, and never more than [#EVENTS_MAX]
    /// @return none if the time is over
    /// @throws FeedStopped if there will be no more
    List<Event> await(int max, Duration timeout) throws InterruptedException;

    /// Completes on a thread of its own as soon as [#take] gives something, for readers that own no
    /// thread. Fails with [FeedStopped]. Ask again only after it completed.
    CompletionStage<Void> available();

    /// The last event taken.
    Position position();

    /// Gives its file back. Never fails.
    @Override
    void close();
}
