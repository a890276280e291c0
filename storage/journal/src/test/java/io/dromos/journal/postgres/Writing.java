package io.dromos.journal.postgres;

import static io.dromos.journal.conformance.Facts.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.journal.Batch;
import io.dromos.journal.Chain;
import io.dromos.journal.Log;
import io.dromos.journal.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Actors that write without a pause, each an aggregate of its own, and remember what was
/// acknowledged. A refusal is a failure: nobody else writes their aggregates.
final class Writing implements AutoCloseable {
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final AtomicLong lists = new AtomicLong();
    private final List<CompletableFuture<Void>> running = new ArrayList<>();
    private volatile boolean stopped;

    Writing(Log log, String name, int actors) {
        for (int i = 0; i < actors; i++) {
            var id = name + "-" + i;
            running.add(
                    CompletableFuture.runAsync(
                            () -> write(log, id), task -> Thread.ofVirtual().start(task)));
        }
    }

    private void write(Log log, String id) {
        long last = 0;
        while (!stopped) {
            int count = 1 + (int) (last % 3);
            var appended = log.append(Batch.of(list(id, last, count))).toCompletableFuture();
            var outcome = appended.orTimeout(60, TimeUnit.SECONDS).join().outcomes().getFirst();
            if (outcome instanceof Outcome.Refused(var why)) {
                throw new AssertionError("%s #%d: %s".formatted(id, last, why.sentence()));
            }
            last += count;
            acknowledged.put(id, last);
            lists.incrementAndGet();
        }
    }

    /// Lists acknowledged so far.
    long lists() {
        running.forEach(actor -> {
            if (actor.isCompletedExceptionally()) actor.join();
        });
        return lists.get();
    }

    /// Waits for the last answers.
    Map<String, Long> stop() {
        stopped = true;
        running.forEach(CompletableFuture::join);
        return Map.copyOf(acknowledged);
    }

    @Override
    public void close() {
        stopped = true;
    }

    /// Checks that the log holds one chain without gaps and, of these aggregates, just what was
    /// acknowledged, once.
    static void check(Log log, Map<String, Long> acknowledged) {
        var chain = new Chain();
        var found = new HashMap<String, Long>();
        var previous = Chain.GENESIS;
        long offset = 0;
        try (var records = log.scan(1)) {
            for (var next = records.next(); next != null; next = records.next()) {
                assertThat(next.offset()).isEqualTo(++offset);
                assertThat(next.previousHash()).isEqualTo(previous);
                assertThat(next.hash()).isEqualTo(chain.hash(next));
                previous = next.hash();
                long number = found.merge(next.persistenceId(), 1L, Long::sum);
                assertThat(next.sequenceNr()).isEqualTo(number);
            }
        }
        assertThat(offset).isEqualTo(log.head().offset());
        acknowledged.forEach((id, last) -> assertThat(found).containsEntry(id, last));
    }
}
