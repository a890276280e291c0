package io.dromos.journal.embedded;

import static io.dromos.journal.conformance.Facts.await;
import static io.dromos.journal.conformance.Facts.list;
import static io.dromos.journal.conformance.Facts.outcomes;
import static io.dromos.journal.conformance.Facts.refusal;
import static io.dromos.journal.conformance.Facts.refused;
import static io.dromos.journal.conformance.Facts.sized;
import static io.dromos.journal.conformance.Facts.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.journal.Appended;
import io.dromos.journal.Batch;
import io.dromos.journal.Limits;
import io.dromos.journal.LogRefused;
import io.dromos.journal.Outcome;
import io.dromos.journal.Refusal;
import io.dromos.journal.disk.MemoryDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the log does when its disk fails, fills up or stalls.
class FailureTest {
    private final MemoryDisk disk = new MemoryDisk();
    private EmbeddedLog log;

    @BeforeEach
    void open() throws IOException {
        log = Story.open(disk);
        stored(log, list("a", 0, 2));
        Awaitility.await().until(() -> disk.names().contains("0000000002.log"));
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void after_a_failed_sync_the_batch_is_not_stored_and_the_log_goes_on() throws IOException {
        disk.failSyncs(1);
        assertThat(refused(log, list("a", 2, 1))).isInstanceOf(Refusal.NotStored.class);
        assertThat(Story.read(log)).containsExactly("a#1", "a#2");
        stored(log, list("a", 2, 1));
        stored(log, list("b", 0, 1));
        var cut = disk.powerCut(new Random(1));
        try (var again = Story.open(cut)) {
            assertThat(Story.read(again)).containsExactly("a#1", "a#2", "a#3", "b#1");
        }
    }

    @Test
    void the_bytes_of_a_failed_sync_are_never_read_again() throws IOException {
        disk.failSyncs(1);
        refused(log, list("a", 2, 1));
        try (var again = Story.open(disk.kill())) {
            assertThat(Story.read(again)).containsExactly("a#1", "a#2");
            stored(again, list("a", 2, 1));
        }
    }

    @Test
    void a_failed_write_is_handled_like_a_failed_sync() throws IOException {
        disk.failWrites(1);
        assertThat(refused(log, list("a", 2, 3))).isInstanceOf(Refusal.NotStored.class);
        stored(log, list("a", 2, 1));
        try (var again = Story.open(disk.kill())) {
            assertThat(Story.read(again)).containsExactly("a#1", "a#2", "a#3");
        }
    }

    @Test
    void when_the_new_segment_fails_too_the_outcome_is_unknown_until_one_succeeds()
            throws IOException {
        disk.failSyncs(2);
        assertThat(refused(log, list("a", 2, 1))).isInstanceOf(Refusal.Unknown.class);
        stored(log, list("a", 2, 2));
        assertThat(Story.read(log)).containsExactly("a#1", "a#2", "a#3", "a#4");
        try (var again = Story.open(disk.kill())) {
            assertThat(Story.read(again)).containsExactly("a#1", "a#2", "a#3", "a#4");
        }
    }

    /// The page cache of a killed process shows bytes that no sync will ever carry to the disk,
    /// unless they are written again.
    @Test
    void what_a_start_found_in_the_page_cache_survives_a_later_power_cut() throws IOException {
        disk.failSyncs(2);
        refused(log, list("a", 2, 1));
        var killed = disk.kill();
        List<String> found;
        try (var again = Story.open(killed)) {
            found = Story.read(again);
        }
        for (long seed = 0; seed < 20; seed++) {
            try (var later = Story.open(killed.copy().powerCut(new Random(seed)))) {
                assertThat(Story.read(later)).isEqualTo(found);
            }
        }
    }

    @Test
    void claims_and_questions_fail_with_the_disk_too() {
        disk.failSyncs(1);
        assertThatThrownBy(() -> await(log.claim("scheduler", "x"))).isInstanceOf(LogRefused.class);
        assertThat(await(log.claim("scheduler", "x"))).isEqualTo(1);
    }

    @Test
    void a_full_disk_refuses_writes_and_the_log_goes_on_once_there_is_room() {
        disk.limitBytes(disk.usedBytes());
        long last = 2;
        Outcome outcome = null;
        while (!(outcome instanceof Outcome.Refused)) {
            outcome = outcomes(log.append(Batch.of(list("a", last, 1)))).getFirst();
            last += outcome instanceof Outcome.Stored ? 1 : 0;
        }
        assertThat(refusal(outcome)).isEqualTo(new Refusal.Full("memory"));
        assertThat(last).isGreaterThan(20);
        assertThat(refused(log, list("a", last, 1)).sentence()).contains("no space left");
        assertThat(Story.read(log)).hasSize((int) last);
        assertThat(await(log.highestSequenceNr("a"))).isEqualTo(last);

        disk.limitBytes(Long.MAX_VALUE);
        stored(log, list("a", last, 1));
        assertThat(Story.read(log)).hasSize((int) last + 1);
    }

    @Test
    void a_full_disk_does_not_prevent_a_start() throws IOException {
        disk.limitBytes(disk.usedBytes());
        try (var again = Story.open(disk.kill())) {
            assertThat(Story.read(again)).containsExactly("a#1", "a#2");
        }
    }

    @Test
    void a_stalled_disk_loses_nothing_and_writes_all_that_waited_at_once() {
        var gate = disk.stall();
        List<CompletionStage<Appended>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(log.append(Batch.of(list("s" + i, 0, 1))));
        }
        int before = disk.syncs();
        gate.countDown();
        waiting.forEach(appending -> outcomes(appending));
        assertThat(Story.read(log)).hasSize(102);
        assertThat(disk.syncs() - before).isLessThan(20);
    }

    @Test
    void a_stalled_disk_fills_the_inbox_and_then_callers_are_told_to_wait() throws IOException {
        var tight = new Limits(65_536, 1 << 20, Set.of(), 1 << 20, 10, 1 << 20);
        var other = new MemoryDisk();
        try (var small = Story.open(other, Story.SMALL.withLimits(tight))) {
            var gate = other.stall();
            List<CompletionStage<Appended>> waiting = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                waiting.add(small.append(Batch.of(list("s" + i, 0, 1))));
            }
            assertThat(refused(small, list("late", 0, 1)))
                    .isEqualTo(new Refusal.Busy("lists", 10, 10));
            assertThatThrownBy(() -> await(small.claim("scheduler", "late")))
                    .hasMessageContaining("try again later");
            gate.countDown();
            waiting.forEach(appending -> outcomes(appending));
            stored(small, list("late", 0, 1));
        }
    }

    @Test
    void the_inbox_is_bounded_in_bytes_too() throws IOException {
        var tight = new Limits(65_536, 1 << 20, Set.of(), 1 << 20, 1_000, 100_000);
        var other = new MemoryDisk();
        try (var small = Story.open(other, Story.SMALL.withLimits(tight))) {
            var gate = other.stall();
            var first = small.append(Batch.of(list(sized("a", 1, "n", 60_000))));
            assertThat(refused(small, list(sized("b", 1, "n", 60_000))))
                    .isInstanceOf(Refusal.Busy.class);
            gate.countDown();
            assertThat(outcomes(first).getFirst()).isInstanceOf(Outcome.Stored.class);
            stored(small, list(sized("b", 1, "n", 60_000)));
        }
    }

    @Test
    void a_list_larger_than_a_segment_gets_one_of_its_own() throws IOException {
        stored(log, list("big", 0, 500));
        stored(log, list("a", 2, 1));
        try (var again = Story.open(disk.kill())) {
            assertThat(Story.read(again)).hasSize(503);
        }
    }
}
