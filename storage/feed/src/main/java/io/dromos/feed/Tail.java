package io.dromos.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The newest events in memory, bounded in number and bytes, and the signal that there are more.
///
/// Everything is found by its offset, so that a reader that changes between the log and the tail
/// can neither miss an event nor see one twice.
class Tail {

    private final long bytesMax;
    private final @Nullable Event[] ring;
    private long bytes;
    private long first;
    private long last;
    private volatile long head;
    private volatile CompletableFuture<Void> more = new CompletableFuture<>();

    /// @param last the offset before the first event that will be added
    Tail(long last, int eventsMax, long bytesMax) {
        this.last = last;
        this.first = last + 1;
        this.head = last;
        this.ring = new @Nullable Event[eventsMax];
        this.bytesMax = bytesMax;
    }

    /// The offset up to which readers see. It never cuts an atomic list in two.
    long head() {
        return head;
    }

    /// Up to `max` events, and about `maxBytes` of them, from this offset up to the head: none if
    /// there are none yet, absent if they are no longer here and must be read from the log.
    synchronized Optional<List<Event>> from(long offset, int max, long maxBytes) {
        if (offset > head) return Optional.of(List.of());
        if (offset < first) return Optional.empty();
        int count = (int) Math.min(max, head - offset + 1);
        var found = new ArrayList<Event>(count);
        long foundBytes = 0;
        for (int i = 0; i < count && foundBytes < maxBytes; i++) {
            found.add(at(offset + i));
            foundBytes += found.getLast().bytes();
        }
        return Optional.of(found);
    }

    /// Adds the event that follows the last one, and lets go of the oldest beyond the bounds.
    synchronized void add(Event event) {
        if (event.offset() != last + 1)
            throw new IllegalStateException(
                    "the log gave offset %d after %d".formatted(event.offset(), last));
        if (last - first + 1 == ring.length) dropFirst();
        last = event.offset();
        ring[slot(last)] = event;
        bytes += event.bytes();
        while (bytes > bytesMax && first < last) dropFirst();
    }

    private void dropFirst() {
        bytes -= at(first).bytes();
        ring[slot(first)] = null;
        first++;
    }

    private Event at(long offset) {
        return Objects.requireNonNull(ring[slot(offset)]);
    }

    private int slot(long offset) {
        return (int) (offset % ring.length);
    }

    /// Shows readers everything added so far, which ends with a whole list, and wakes all who wait.
    void publish() {
        var waiting = more;
        synchronized (this) {
            head = last;
            more = new CompletableFuture<>();
        }
        waiting.complete(null);
    }

    /// Wakes all who wait, now and later, with this failure.
    void fail(RuntimeException failure) {
        more.completeExceptionally(failure);
    }

    /// Completes at the next [#publish]. Ask for it **before** looking whether there is something.
    CompletableFuture<Void> more() {
        return more;
    }
}
