package io.dromos.feed;

import io.dromos.journal.Appended;
import io.dromos.journal.AtomicList;
import io.dromos.journal.Batch;
import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.Entry;
import io.dromos.journal.Head;
import io.dromos.journal.Log;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Outcome;
import io.dromos.journal.Position;
import io.dromos.journal.Records;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A log that keeps its promises in memory only. Its clock ticks once a batch.
public final class MemoryLog implements Log {

    private final UUID incarnation = UUID.nameUUIDFromBytes(new byte[] {1});
    private final Chain chain = new Chain();
    private final List<LogRecord> records = new ArrayList<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    final AtomicInteger openScans = new AtomicInteger();
    final AtomicInteger allScans = new AtomicInteger();
    private Head head = new Head(Position.start(incarnation), Instant.EPOCH);
    private long failAt = Long.MAX_VALUE;

    /// From now on, reading this offset fails.
    synchronized void failAt(long offset) {
        failAt = offset;
    }

    /// Stores entries under the next numbers of their aggregate, as one list.
    public void append(String persistenceId, List<io.dromos.schema.Encoded> facts) {
        synchronized (this) {
            long last = sequences.getOrDefault(persistenceId, 0L);
            var entries = new ArrayList<Entry>();
            for (var fact : facts)
                entries.add(
                        Entry.of(
                                persistenceId,
                                last + entries.size() + 1,
                                Instant.EPOCH,
                                fact.name(),
                                Bytes.of(fact.payload()),
                                Bytes.of(fact.origin())));
            store(new AtomicList(persistenceId, last, List.of(), entries));
        }
        tell();
    }

    @Override
    public CompletionStage<Appended> append(Batch batch) {
        var outcomes = new ArrayList<Outcome>();
        synchronized (this) {
            for (var list : batch.lists()) outcomes.add(store(list));
        }
        tell();
        return CompletableFuture.completedFuture(new Appended(batch.id(), outcomes));
    }

    private Outcome store(AtomicList list) {
        long first = records.size() + 1L;
        for (var entry : list.entries()) {
            var before = head.position();
            var at = Instant.EPOCH.plusSeconds(first);
            var hash = chain.hash(before.hash(), before.offset() + 1, at, entry.digest());
            var record =
                    new LogRecord(
                            incarnation,
                            before.offset() + 1,
                            entry.persistenceId(),
                            entry.sequenceNr(),
                            entry.decidedAt(),
                            at,
                            entry.eventName(),
                            entry.payload(),
                            entry.origin(),
                            before.hash(),
                            hash);
            records.add(record);
            head = new Head(record.position(), at);
        }
        sequences.put(list.persistenceId(), list.lastSequenceNr());
        return new Outcome.Stored(first, head.position());
    }

    private void tell() {
        var now = head();
        listeners.forEach(listener -> listener.durable(now));
    }

    @Override
    public synchronized Head head() {
        return head;
    }

    private synchronized @Nullable LogRecord at(long offset) {
        if (offset >= failAt)
            throw new io.dromos.journal.LogDamaged(offset, "somebody flipped a bit");
        return offset > records.size() ? null : records.get((int) offset - 1);
    }

    @Override
    public Records scan(long fromOffset) {
        openScans.incrementAndGet();
        allScans.incrementAndGet();
        return new Records() {
            private long next = fromOffset;

            @Override
            public @Nullable LogRecord next() {
                var record = at(next);
                if (record != null) next++;
                return record;
            }

            @Override
            public void close() {
                openScans.decrementAndGet();
            }
        };
    }

    @Override
    public Records scan(String persistenceId, long fromSequenceNr) {
        var all = scan(1);
        return new Records() {
            @Override
            public @Nullable LogRecord next() {
                var record = all.next();
                while (record != null
                        && !(record.persistenceId().equals(persistenceId)
                                && record.sequenceNr() >= fromSequenceNr)) record = all.next();
                return record;
            }

            @Override
            public void close() {
                all.close();
            }
        };
    }

    @Override
    public CompletionStage<Long> highestSequenceNr(String persistenceId) {
        throw new UnsupportedOperationException("readers of the feed need no sequence numbers");
    }

    @Override
    public CompletionStage<Long> claim(String name, String owner) {
        throw new UnsupportedOperationException("readers of the feed claim nothing");
    }

    @Override
    public CompletionStage<Long> hide(String persistenceId, long toSequenceNr) {
        throw new UnsupportedOperationException("readers of the feed hide nothing");
    }

    @Override
    public long hiddenTo(String persistenceId) {
        throw new UnsupportedOperationException("readers of the feed ask for nothing hidden");
    }

    @Override
    public Subscription subscribe(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {}
}
