package io.dromos.journal.postgres;

import static io.dromos.journal.conformance.Facts.await;
import static io.dromos.journal.conformance.Facts.sized;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.journal.Batch;
import io.dromos.journal.Log;
import io.dromos.journal.Outcome;
import io.dromos.journal.conformance.Facts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// How fast the log is on a PostgreSQL of this machine that syncs its disk, in facts of 300 bytes:
/// `-Ddromos.speed=SECONDS`. It prints rows of a table and asserts nothing about speed.
@EnabledIfSystemProperty(named = "dromos.speed", matches = "\\d+")
class PostgresSpeedTest {
    private static final Duration EACH = Duration.ofSeconds(Integer.getInteger("dromos.speed", 5));
    private static final int BYTES = 300;

    @Test
    void appends_and_scans_are_measured() throws Exception {
        try (var server = PostgresServer.start()) {
            var settings = DatabaseSettings.standard(Database.at(server.newDatabase()), Set.of());
            try (var log = PostgresLog.open(settings)) {
                append(server, log, 64, "warm");
                for (int writers : new int[] {1, 16, 256, 1_000}) {
                    append(server, log, writers, "w" + writers);
                }
                scan(server, log);
                scan(server, log);
            }
        }
    }

    /// What this process and the database took of the processors; what is left of a busy machine
    /// does not show in it.
    private record Processors(Duration ours, Duration theirs) {
        static Processors now(PostgresServer server) {
            return new Processors(
                    ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO),
                    server.processorTime());
        }

        String since(PostgresServer server, long facts) {
            var now = now(server);
            return "%.1f µs a fact here, %.1f µs in the database"
                    .formatted(
                            now.ours.minus(ours).toNanos() / 1e3 / facts,
                            now.theirs.minus(theirs).toNanos() / 1e3 / facts);
        }
    }

    private static void append(PostgresServer server, Log log, int writers, String name) {
        var times = new ConcurrentLinkedQueue<long[]>();
        var before = Processors.now(server);
        long begin = System.nanoTime();
        var running = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < writers; i++) {
            var id = name + "-" + i;
            running.add(
                    CompletableFuture.runAsync(
                            () -> times.add(write(log, id)),
                            task -> Thread.ofVirtual().start(task)));
        }
        running.forEach(Facts::await);
        double seconds = (System.nanoTime() - begin) / 1e9;
        var all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf(
                "| append, %s, %,d writers | %,.0f/s | p50 %.2f ms | p99 %.2f ms | %s |%n",
                name,
                writers,
                all.length / seconds,
                all[all.length / 2] / 1e6,
                all[(int) (all.length * 0.99)] / 1e6,
                before.since(server, all.length));
    }

    private static long[] write(Log log, String id) {
        var times = new ArrayList<Long>();
        long end = System.nanoTime() + EACH.toNanos();
        for (long number = 1; System.nanoTime() < end; number++) {
            long begin = System.nanoTime();
            var list = Facts.list(sized(id, number, "task.observed.v1", BYTES));
            var done = await(log.append(Batch.of(list)));
            assertThat(done.outcomes().getFirst()).isInstanceOf(Outcome.Stored.class);
            times.add(System.nanoTime() - begin);
        }
        return times.stream().mapToLong(Long::longValue).toArray();
    }

    private static void scan(PostgresServer server, Log log) {
        var before = Processors.now(server);
        long begin = System.nanoTime();
        long count = 0;
        try (var records = log.scan(1)) {
            while (records.next() != null) {
                count++;
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertThat(count).isEqualTo(log.head().offset());
        System.out.printf(
                "| scan, hashes checked, %,d records | %,.0f/s | | | %s |%n",
                count, count / seconds, before.since(server, count));
    }
}
