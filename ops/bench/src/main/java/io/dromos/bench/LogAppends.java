package io.dromos.bench;

import io.dromos.bench.Figure.Budget;
import io.dromos.journal.AtomicList;
import io.dromos.journal.Batch;
import io.dromos.journal.Bytes;
import io.dromos.journal.Entry;
import io.dromos.journal.Outcome;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// The embedded log alone, beside synced writes on the same disk. A writer hands in one event and
/// waits until it is durable, as an actor does.
final class LogAppends implements Benchmark {

    private static final int PAYLOAD_BYTES = 300;
    private static final int RUNS = 5;
    private static final int[] WRITERS = {1, 16, 100, 1_000};

    @Override
    public String name() {
        return "log";
    }

    @Override
    public String about() {
        return "durable events of 300 bytes into the embedded log, by 1 to 1,000 writers (row 18)";
    }

    @Override
    public void measure(Run run) throws IOException, InterruptedException {
        var probe =
                Figure.of(
                        "probe: synced write of 4 KiB",
                        "ms",
                        Probes.syncedWrites(run.data()),
                        Budget.NONE);
        run.add(probe.noting("%,.0f/s".formatted(1_000 / probe.median())));
        for (int writers : WRITERS) {
            var rates = new ArrayList<Double>();
            var syncs = new ArrayList<Double>();
            for (int i = 0; i < RUNS; i++) {
                var directory = run.data().resolve("log-" + writers + "-" + i);
                try (var log = EmbeddedLog.open(directory, Settings.standard(Set.of()))) {
                    var round = round(log, writers, run.pick(1_000, 4_000));
                    rates.add(round);
                    syncs.add(round * probe.median() / 1_000);
                }
            }
            var figure =
                    Figure.of(
                            "durable events, " + writers + " writers",
                            "events/s",
                            rates,
                            writers == 1_000
                                    ? Budget.atLeast(100_000, 400_000)
                                    : Budget.NONE_FOR_RATES);
            run.add(
                    figure.noting(
                            "%.1f events in the time of a synced write".formatted(middle(syncs))));
        }
    }

    private static double middle(List<Double> some) {
        return some.stream().sorted().toList().get(some.size() / 2);
    }

    /// Events per second; what comes first, while the code is still slow, is not counted.
    private static double round(EmbeddedLog log, int writers, int millis)
            throws InterruptedException {
        var stored = new AtomicLong();
        var threads = new ArrayList<Writer>();
        for (int i = 0; i < writers; i++) threads.add(new Writer(log, "writer-" + i, stored));
        threads.forEach(Writer::go);
        Thread.sleep(millis / 2);
        long before = stored.get();
        long begin = System.nanoTime();
        Thread.sleep(millis);
        double rate = (stored.get() - before) * 1e9 / (System.nanoTime() - begin);
        for (var writer : threads) writer.ended = true;
        while (!threads.stream().allMatch(writer -> writer.idle)) Thread.sleep(1);
        return rate;
    }

    /// Hands in the next event once the last is durable. It needs no thread of its own.
    private static final class Writer {
        private static final Bytes PAYLOAD = Bytes.utf8("x".repeat(PAYLOAD_BYTES));

        private final EmbeddedLog log;
        private final String id;
        private final AtomicLong stored;
        private long last;
        private volatile boolean ended;
        private volatile boolean idle;

        private Writer(EmbeddedLog log, String id, AtomicLong stored) {
            this.log = log;
            this.id = id;
            this.stored = stored;
        }

        private void go() {
            var entry = Entry.of(id, last + 1, Instant.EPOCH, "bench.v1", PAYLOAD, Bytes.EMPTY);
            log.append(Batch.of(new AtomicList(id, last, List.of(), List.of(entry))))
                    .thenAccept(appended -> {
                        if (!(appended.outcomes().getFirst() instanceof Outcome.Stored))
                            throw new IllegalStateException("Not stored: " + appended);
                        last++;
                        stored.incrementAndGet();
                        if (ended) idle = true;
                        else go();
                    });
        }
    }
}
