package io.dromos.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.journal.Appended;
import io.dromos.journal.AtomicList;
import io.dromos.journal.Batch;
import io.dromos.journal.Entry;
import io.dromos.journal.Log;
import io.dromos.journal.Outcome;
import io.dromos.journal.conformance.Facts;
import io.dromos.journal.disk.Disk;
import io.dromos.journal.disk.DiskFile;
import io.dromos.journal.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random histories with kills, power cuts and failed syncs at random moments: what was
/// acknowledged is there, lists are whole, the chain is unbroken. A failure names its seed.
class PowerCutTest {
    private static final int SEEDS = 60;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void no_acknowledged_fact_is_lost_and_no_list_is_cut(long seed) throws Exception {
        new Run(seed, disk -> disk).check();
    }

    /// The test above can fail: without syncs it does.
    @Test
    void a_disk_that_only_pretends_to_sync_is_found_out() {
        int found = 0;
        for (long seed = 0; seed < SEEDS && found == 0; seed++) {
            try {
                new Run(seed, PretendingDisk::new).check();
            } catch (AssertionError | Exception e) {
                found++;
            }
        }
        assertThat(found).isPositive();
    }

    private static final class Run {
        private final Random random;
        private final UnaryOperator<Disk> wrapping;
        private final List<AtomicList> acknowledged = new ArrayList<>();
        private final Map<String, Long> lasts = new HashMap<>();
        private MemoryDisk disk = new MemoryDisk();

        private Run(long seed, UnaryOperator<Disk> wrapping) {
            this.random = new Random(seed);
            this.wrapping = wrapping;
        }

        private void check() throws Exception {
            for (int life = 0; life < 6; life++) {
                var log = Story.open(wrapping.apply(disk));
                try {
                    verify(log);
                    live(log);
                } finally {
                    log.close();
                }
            }
            try (var log = Story.open(disk)) {
                verify(log);
            }
        }

        private void live(Log log) {
            var running = new HashMap<AtomicList, CompletableFuture<Appended>>();
            int moments = random.nextInt(30);
            for (int i = 0; i < moments; i++) {
                if (random.nextInt(10) == 0) {
                    disk.failSyncs(1 + random.nextInt(2));
                }
                var lists = lists();
                for (var list : lists) {
                    running.put(list, log.append(Batch.of(list)).toCompletableFuture());
                }
                if (random.nextInt(3) > 0) {
                    running.values().forEach(Facts::await);
                    running.forEach(this::note);
                    running.clear();
                }
            }
            disk = random.nextBoolean() ? disk.kill() : disk.powerCut(random);
            running.forEach((list, appending) -> {
                Facts.await(appending);
                note(list, appending);
            });
        }

        /// At most one list of an aggregate at a time, as actors do.
        private List<AtomicList> lists() {
            var lists = new ArrayList<AtomicList>();
            for (int i = 0; i < 6; i++) {
                if (random.nextBoolean()) {
                    var id = "app-" + i;
                    int count = 1 + random.nextInt(random.nextInt(8) == 0 ? 30 : 4);
                    lists.add(list(id, lasts.getOrDefault(id, 0L), count));
                }
            }
            return lists;
        }

        /// Each fact says which list it belongs to and how many that has.
        private AtomicList list(String id, long last, int count) {
            var mark = "%d of %d".formatted(random.nextLong(), count);
            var entries = new ArrayList<Entry>();
            for (int i = 1; i <= count; i++) {
                entries.add(Facts.entry(id, last + i, "test.v1", mark));
            }
            return new AtomicList(id, last, List.of(), entries);
        }

        private void note(AtomicList list, CompletableFuture<Appended> appending) {
            if (appending.join().outcomes().getFirst() instanceof Outcome.Stored) {
                acknowledged.add(list);
                lasts.put(list.persistenceId(), list.lastSequenceNr());
            }
        }

        /// What was not acknowledged may be there, but only whole.
        private void verify(Log log) {
            var found = Story.read(log);
            var sizes = new HashMap<String, Integer>();
            Facts.all(log).forEach(r -> sizes.merge(r.payload().text(), 1, Integer::sum));
            assertThat(sizes)
                    .allSatisfy((mark, size) -> assertThat(mark).endsWith(" of " + size + "\""));
            for (var list : acknowledged) {
                var id = list.persistenceId();
                assertThat(found).contains(id + "#" + list.lastSequenceNr());
            }
            for (int i = 0; i < 6; i++) {
                var id = "app-" + i;
                long last = Facts.await(log.highestSequenceNr(id));
                assertThat(last).isEqualTo(Facts.all(log, id).size());
                lasts.put(id, last);
            }
        }
    }

    /// Says that it synced, and did not.
    private record PretendingDisk(Disk real) implements Disk {
        @Override
        public String place() {
            return real.place();
        }

        @Override
        public List<String> names() throws IOException {
            return real.names();
        }

        @Override
        public DiskFile open(String name) throws IOException {
            return new PretendingFile(real.open(name));
        }

        @Override
        public DiskFile openToRead(String name) throws IOException {
            return real.openToRead(name);
        }

        @Override
        public void rename(String from, String to) throws IOException {
            real.rename(from, to);
        }

        @Override
        public void delete(String name) throws IOException {
            real.delete(name);
        }

        @Override
        public void syncNames() throws IOException {
            real.syncNames();
        }

        @Override
        public Lock lock() throws IOException {
            return real.lock();
        }
    }

    private record PretendingFile(DiskFile real) implements DiskFile {
        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return real.read(into, position);
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            real.write(bytes, position);
        }

        @Override
        public void sync() {}

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
