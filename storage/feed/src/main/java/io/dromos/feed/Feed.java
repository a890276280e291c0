package io.dromos.feed;

import io.dromos.journal.Head;
import io.dromos.journal.Log;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Position;
import io.dromos.journal.Records;
import io.dromos.schema.EventCodec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every committed event in order, from any place in the log, handed on as soon as it is durable.
///
/// One thread follows the log and keeps the newest [#TAIL_EVENTS_MAX] events, at most
/// [#TAIL_BYTES_MAX] of payload, decoded once for all readers. The log's writers are told nothing
/// and wait for nobody.
public final class Feed implements AutoCloseable {

    /// How many of the newest events are kept in memory.
    public static final int TAIL_EVENTS_MAX = 8_192;

    /// How many bytes of payload and origin they may have together.
    public static final long TAIL_BYTES_MAX = 32 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private final Log log;
    private final EventCodec codec;
    private final Tail tail;
    private final Thread pump;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicLong durable;
    private volatile boolean closed;

    private Feed(Log log, EventCodec codec, int tailEventsMax, long tailBytesMax) {
        this.log = log;
        this.codec = codec;
        this.durable = new AtomicLong(log.head().offset());
        this.tail = new Tail(durable.get(), tailEventsMax, tailBytesMax);
        this.pump = Thread.ofPlatform().daemon().name("feed").unstarted(this::run);
    }

    /// Follows the log from its present end on; readers may start anywhere. Does not own the log.
    public static Feed open(Log log, EventCodec codec) {
        return open(log, codec, TAIL_EVENTS_MAX, TAIL_BYTES_MAX);
    }

    /// Lets tests make the tail so small that readers fall out of it.
    static Feed open(Log log, EventCodec codec, int tailEventsMax, long tailBytesMax) {
        var feed = new Feed(log, codec, tailEventsMax, tailBytesMax);
        feed.pump.start();
        return feed;
    }

    /// The last offset the feed has seen. No atomic list is cut in two by it.
    public long head() {
        return tail.head();
    }

    /// A reader of everything after this position.
    ///
    /// @throws PositionLost if the log holds no such record
    public Reader read(Position after) {
        if (after.offset() > 0) verify(after);
        return new FeedReader(log, codec, tail, after);
    }

    /// A reader of everything from this offset on, for those who remember no more than a number.
    ///
    /// @throws PositionLost if the log does not reach so far
    public Reader readFrom(long offset) {
        if (offset <= 1) return new FeedReader(log, codec, tail, start());
        try (var records = log.scan(offset - 1)) {
            var before = records.next();
            if (before == null)
                throw new PositionLost(
                        new Position(start().incarnation(), offset - 1, start().hash()), end());
            return new FeedReader(log, codec, tail, before.position());
        }
    }

    /// The last offset that is durable, whether the feed has seen it or not.
    long durable() {
        return log.head().offset();
    }

    /// Completes when the head has moved. Ask for it before looking at the head.
    CompletableFuture<Void> more() {
        return tail.more();
    }

    /// Ends the feed and wakes all readers. Never fails.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(pump);
        boolean interrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private Position start() {
        return Position.start(log.head().position().incarnation());
    }

    private String end() {
        return "the log ends at " + log.head().position();
    }

    private void verify(Position after) {
        try (var records = log.scan(after.offset())) {
            LogRecord found = records.next();
            if (found == null) throw new PositionLost(after, end());
            if (!found.position().equals(after))
                throw new PositionLost(
                        after,
                        "the log holds another record there: %s with hash %s instead of %s"
                                .formatted(found.position(), found.hash(), after.hash()));
        }
    }

    private void run() {
        try (var _ = log.subscribe(this::durable);
                var records = log.scan(tail.head() + 1)) {
            durable(log.head());
            while (!closed) {
                long target = durable.get();
                if (target > tail.head()) copy(records, target);
                else LockSupport.park(this);
            }
            tail.fail(new FeedStopped("it was closed", null));
        } catch (RuntimeException e) {
            LOG.error("The feed stops after offset {}", tail.head(), e);
            tail.fail(new FeedStopped(String.valueOf(e.getMessage()), e));
        } finally {
            ended.countDown();
        }
    }

    private void durable(Head head) {
        durable.accumulateAndGet(head.offset(), Math::max);
        LockSupport.unpark(pump);
    }

    private void copy(Records records, long target) {
        for (long offset = tail.head() + 1; offset <= target; offset++) {
            @Nullable LogRecord record = records.next();
            if (record == null)
                throw new IllegalStateException(
                        "the log said that offset %d is durable and does not give it"
                                .formatted(offset));
            tail.add(Event.read(record, codec));
        }
        tail.publish();
    }
}
