package io.dromos.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.journal.Appended;
import io.dromos.journal.AtomicList;
import io.dromos.journal.Batch;
import io.dromos.journal.Bytes;
import io.dromos.journal.Entry;
import io.dromos.journal.Fence;
import io.dromos.journal.Log;
import io.dromos.journal.LogRefused;
import io.dromos.journal.Outcome;
import io.dromos.journal.Refusal;
import io.dromos.journal.checkpoint.Checkpoint;
import io.dromos.journal.checkpoint.Checkpoints;
import io.dromos.journal.conformance.Facts;
import io.dromos.journal.disk.MemoryDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// One random history of a log and its checkpoints, on a machine that loses power again and again.
/// What anybody was told stays: lists acknowledged or read, claims, hidden records, checkpoints.
final class PowerCuts {
    private static final String FENCE = "scheduler";
    private static final String CODE = "code 1";
    private static final int IDS = 6;

    /// A start does fewer operations on the disk than that, mostly.
    private static final int START_OPERATIONS = 12;

    private static final int LIFE_OPERATIONS = 120;

    private final Random random;
    private final SyncFault fault;

    /// By the mark that each fact of a list carries.
    private final Map<String, AtomicList> sent = new HashMap<>();

    private final Set<String> told = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Map<String, Long> lasts = new HashMap<>();
    private final Map<String, Long> hidden = new HashMap<>();
    private long epoch;
    private long checkpoint;
    private int startsCut;
    private MemoryDisk disk = new MemoryDisk();
    private MemoryDisk checkpoints = new MemoryDisk();

    PowerCuts(long seed, SyncFault fault) {
        this.random = new Random(seed);
        this.fault = fault;
    }

    /// Lives as many lives as it takes to cut the power `cuts` times, and looks at what is left.
    void run(int cuts) throws Exception {
        for (int left = cuts; left > 0; ) {
            left -= life() ? 1 : 0;
        }
        try (var log = Story.open(disk)) {
            verify(log);
        }
    }

    /// How many lists somebody was told of.
    int told() {
        return told.size();
    }

    /// How many of the cuts were within a start.
    int startsCut() {
        return startsCut;
    }

    /// One start, and the use of the log until the process is killed or the power fails. Answers
    /// whether the power failed.
    private boolean life() throws Exception {
        if (random.nextInt(3) == 0) {
            disk.dieAfter(random.nextInt(START_OPERATIONS));
        }
        boolean cut = true;
        try (var log = open()) {
            disk.dieAfter(-1);
            if (disk.isDead()) {
                startsCut++;
            } else {
                verify(log);
                live(log);
                cut = disk.isDead() || random.nextInt(4) > 0;
            }
            end(cut);
        } catch (IOException e) {
            if (!disk.isDead()) {
                throw e;
            }
            startsCut++;
            end(true);
        }
        return cut;
    }

    private EmbeddedLog open() throws IOException {
        var idle = random.nextBoolean() ? Duration.ofMillis(1) : Duration.ofHours(1);
        return Story.open(fault.on(disk), Story.SMALL.withIdle(idle));
    }

    private void end(boolean cut) {
        var before = disk;
        disk = cut ? disk.powerCut(random) : disk.kill();
        checkpoints = cut ? checkpoints.powerCut(random) : checkpoints.kill();
        assertThat(before.isDead()).isTrue();
    }

    private void live(Log log) throws IOException {
        if (random.nextInt(3) > 0) {
            disk.dieAfter(random.nextInt(LIFE_OPERATIONS));
        }
        for (int moments = random.nextInt(20); moments > 0; moments--) {
            if (random.nextInt(10) == 0) {
                disk.failSyncs(1 + random.nextInt(2));
            }
            switch (random.nextInt(8)) {
                case 0 -> claim(log);
                case 1 -> hide(log);
                case 2 -> checkpoint(log);
                default -> append(log);
            }
        }
    }

    /// At most one list of an aggregate at a time, as actors do. Some answers are never heard.
    private void append(Log log) {
        var running = new HashMap<String, CompletableFuture<Appended>>();
        for (int i = 0; i < IDS; i++) {
            if (random.nextBoolean()) {
                var list = list("app-" + i);
                running.put(mark(list), log.append(Batch.of(list)).toCompletableFuture());
            }
        }
        if (random.nextInt(12) == 0) {
            end(true);
        }
        running.forEach((mark, appending) -> note(mark, Facts.outcomes(appending).getFirst()));
    }

    /// Each fact says which list it belongs to and how many that has.
    private AtomicList list(String id) {
        int count = 1 + random.nextInt(random.nextInt(8) == 0 ? 30 : 4);
        var mark = "\"%d of %d\"".formatted(random.nextLong(), count);
        long last = lasts.getOrDefault(id, 0L);
        var entries = new ArrayList<Entry>();
        for (int i = 1; i <= count; i++) {
            entries.add(
                    Entry.of(
                            id, last + i, Facts.DECIDED, "test.v1", Bytes.utf8(mark), Bytes.EMPTY));
        }
        var fences =
                epoch > 0 && random.nextInt(4) == 0
                        ? List.of(new Fence(FENCE, random.nextInt(2) == 0 ? epoch : epoch - 1))
                        : List.<Fence>of();
        var list = new AtomicList(id, last, fences, entries);
        sent.put(mark, list);
        return list;
    }

    private static String mark(AtomicList list) {
        return list.entries().getFirst().payload().text();
    }

    private void note(String mark, Outcome outcome) {
        var list = Objects.requireNonNull(sent.get(mark));
        switch (outcome) {
            case Outcome.Stored _ -> {
                assertThat(list.fences()).allMatch(fence -> fence.epoch() == epoch);
                told.add(mark);
                lasts.put(list.persistenceId(), list.lastSequenceNr());
            }
            case Outcome.Refused(Refusal.Unknown _) -> {}
            case Outcome.Refused _ -> refused.add(mark);
        }
    }

    private void claim(Log log) {
        try {
            long claimed = Facts.await(log.claim(FENCE, "test"));
            assertThat(claimed).isGreaterThan(epoch);
            epoch = claimed;
        } catch (LogRefused e) {
            // An epoch that nobody was told of may be there, or not.
        }
    }

    private void hide(Log log) {
        var id = "app-" + random.nextInt(IDS);
        long to = lasts.getOrDefault(id, 0L) / 2;
        try {
            if (to > 0) {
                Facts.await(log.hide(id, to));
                hidden.put(id, to);
            }
        } catch (LogRefused e) {
            // The mark may be there, or not.
        }
    }

    private void checkpoint(Log log) {
        var place = log.head().position();
        var states = List.of(new Checkpoint.Entry("app-1", 1, true, Bytes.utf8("{}")));
        try {
            new Checkpoints(fault.on(checkpoints)).write(new Checkpoint(place, CODE, states));
            checkpoint = place.offset();
        } catch (IOException e) {
            // The one before is still there.
        }
    }

    /// What nobody was told of may be there, but only whole, and only if nobody was told that it is
    /// not. From now on it stays, since it was read.
    private void verify(Log log) throws IOException {
        Story.read(log);
        var sizes = new HashMap<String, Integer>();
        for (var record : Facts.all(log)) {
            if (record.persistenceId().startsWith("app-")) {
                sizes.merge(record.payload().text(), 1, Integer::sum);
            }
        }
        assertThat(sizes)
                .allSatisfy((mark, size) -> assertThat(mark).endsWith(" of " + size + "\""));
        assertThat(sizes.keySet()).containsAll(told).isSubsetOf(sent.keySet());
        assertThat(sizes.keySet()).as("refused, and there").noneMatch(refused::contains);
        told.addAll(sizes.keySet());
        hidden.forEach((id, to) -> assertThat(log.hiddenTo(id)).isGreaterThanOrEqualTo(to));
        for (int i = 0; i < IDS; i++) {
            var id = "app-" + i;
            lasts.put(id, Facts.await(log.highestSequenceNr(id)));
            assertThat(lasts.get(id)).isEqualTo(log.hiddenTo(id) + Facts.all(log, id).size());
        }
        if (checkpoint > 0) {
            var newest = new Checkpoints(checkpoints).newest(log, CODE);
            assertThat(newest)
                    .hasValueSatisfying(found ->
                            assertThat(found.position().offset())
                                    .isGreaterThanOrEqualTo(checkpoint));
        }
    }
}
