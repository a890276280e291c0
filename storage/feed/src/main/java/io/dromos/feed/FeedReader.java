package io.dromos.feed;

import io.dromos.journal.Log;
import io.dromos.journal.Position;
import io.dromos.journal.Records;
import io.dromos.schema.EventCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A [Reader] that looks for its next offset in the tail and, if it is no longer there, in the log.
final class FeedReader implements Reader {

    private final Log log;
    private final EventCodec codec;
    private final Tail tail;
    private Position position;
    private @Nullable Records behind;
    private boolean closed;

    FeedReader(Log log, EventCodec codec, Tail tail, Position position) {
        this.log = log;
        this.codec = codec;
        this.tail = tail;
        this.position = position;
    }

    @Override
    public List<Event> take(int max) {
        if (closed) throw new IllegalStateException("The reader was closed");
        var more = tail.more();
        var events = next(Math.min(max, EVENTS_MAX));
        if (!events.isEmpty()) position = events.getLast().position();
        else if (more.isCompletedExceptionally()) throw stopped(more.exceptionNow());
        return events;
    }

    @Override
    public List<Event> await(int max, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            var more = tail.more();
            var events = take(max);
            if (!events.isEmpty() || !completes(more, deadline - System.nanoTime())) return events;
        }
    }

    @Override
    public CompletionStage<Void> available() {
        var more = tail.more();
        var available = new CompletableFuture<Void>();
        if (position.offset() < tail.head()) {
            available.complete(null);
            return available;
        }
        var _ =
                more.whenCompleteAsync(
                        (_, failure) -> {
                            if (failure == null) available.complete(null);
                            else available.completeExceptionally(stopped(failure));
                        },
                        Thread::startVirtualThread);
        return available;
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public void close() {
        closed = true;
        closeScan();
    }

    private List<Event> next(int max) {
        var live = tail.from(position.offset() + 1, max, BYTES_MAX);
        if (live.isEmpty()) return scan(max);
        closeScan();
        return live.get();
    }

    /// Reads from the log up to the head. What stands before a record that cannot be read is still
    /// given; the next call then fails.
    private List<Event> scan(int max) {
        var events = new ArrayList<Event>();
        try {
            if (behind == null) behind = log.scan(position.offset() + 1);
            scan(behind, Math.min(max, tail.head() - position.offset()), events);
        } catch (RuntimeException e) {
            closeScan();
            if (events.isEmpty()) throw e;
        }
        return events;
    }

    private void scan(Records records, long max, List<Event> events) {
        long bytes = 0;
        while (events.size() < max && bytes < BYTES_MAX) {
            var record = records.next();
            if (record == null) return;
            var event = Event.read(record, codec);
            events.add(event);
            bytes += event.bytes();
        }
    }

    private void closeScan() {
        if (behind != null) behind.close();
        behind = null;
    }

    private static boolean completes(CompletableFuture<Void> more, long nanos)
            throws InterruptedException {
        try {
            more.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw stopped(e.getCause());
        }
    }

    private static FeedStopped stopped(@Nullable Throwable failure) {
        if (failure instanceof FeedStopped stopped)
            return new FeedStopped(stopped.why(), stopped.getCause());
        return new FeedStopped(String.valueOf(failure), failure);
    }
}
