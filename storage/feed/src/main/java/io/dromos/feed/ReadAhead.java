package io.dromos.feed;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/// Reads and decodes on a thread of its own, a few lists ahead of whoever folds them: a start on a
/// long log takes as long as the slower of the two, not as both.
final class ReadAhead implements AutoCloseable {

    /// How many lists wait, of at most [Reader#EVENTS_MAX] events and [Reader#BYTES_MAX] bytes.
    private static final int LISTS_MAX = 4;

    private final Reader reader;
    private final long target;
    private final BlockingQueue<Read> queue = new ArrayBlockingQueue<>(LISTS_MAX);
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile boolean ended;

    private sealed interface Read {}

    private record Some(List<Event> events) implements Read {}

    private record Failed(RuntimeException why) implements Read {}

    private ReadAhead(Reader reader, long target) {
        this.reader = reader;
        this.target = target;
    }

    /// Reads up to this offset, which the feed has reached. The reader belongs to this until it is
    /// closed.
    static ReadAhead start(Reader reader, long target) {
        var ahead = new ReadAhead(reader, target);
        Thread.ofPlatform().daemon().name("read-ahead").start(ahead::run);
        return ahead;
    }

    /// The next events in order, at least one as long as the offset is not reached.
    ///
    /// @throws RuntimeException what reading failed with, once all before it was given
    List<Event> next() {
        try {
            return switch (queue.take()) {
                case Some(var events) -> events;
                case Failed(var why) -> throw why;
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FeedStopped("it was interrupted", e);
        }
    }

    private void run() {
        try {
            while (!ended && reader.position().offset() < target) {
                long left = target - reader.position().offset();
                hand(new Some(reader.take((int) Math.min(Reader.EVENTS_MAX, left))));
            }
        } catch (RuntimeException e) {
            hand(new Failed(e));
        } catch (Error e) {
            // Whoever folds would wait for ever.
            hand(new Failed(new FeedStopped("reading ended with " + e, e)));
        } finally {
            over.complete(null);
        }
    }

    private void hand(Read read) {
        try {
            queue.put(read);
        } catch (InterruptedException _) {
            ended = true;
        }
    }

    /// Ends the reading and gives the reader back, whole.
    @Override
    public void close() {
        ended = true;
        // Whoever waits to hand a list on finds room for it. To interrupt him would close his file.
        queue.clear();
        over.join();
    }
}
