package io.dromos.journal.embedded;

import static io.dromos.journal.conformance.Facts.list;
import static io.dromos.journal.conformance.Facts.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.journal.LogDamaged;
import io.dromos.journal.LogRecord;
import io.dromos.journal.conformance.Facts;
import io.dromos.journal.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is found again after cuts, flipped bytes and lost files.
class RecoveryTest {
    private static final String FIRST = "0000000001.log";

    private final MemoryDisk disk = new MemoryDisk();

    private final List<String> written = new ArrayList<>();

    @BeforeEach
    void writeAFewFrames() throws IOException {
        try (var log = Story.open(disk)) {
            for (int i = 0; i < 4; i++) {
                stored(log, list("a", 2L * i, 2));
                stored(log, list("b", i, 1));
            }
            written.addAll(Story.read(log));
        }
    }

    private static int used(MemoryDisk of, String name) {
        var bytes = of.bytes(name);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    /// Every cut leaves whole frames, which are three, six, nine … records; the log goes on from
    /// there.
    @Test
    void every_cut_of_the_segment_is_recovered_to_the_last_whole_frame() throws IOException {
        int last = 0;
        for (int size = SegmentHeader.BYTES; size <= used(disk, FIRST); size++) {
            var cut = disk.copy();
            cut.cut(FIRST, size);
            try (var log = Story.open(cut)) {
                var left = Story.read(log);
                assertThat(left).isEqualTo(written.subList(0, left.size()));
                assertThat(left.size()).isGreaterThanOrEqualTo(last);
                last = left.size();
                stored(log, list("c", 0, 1));
            }
            try (var log = Story.open(cut)) {
                assertThat(Story.read(log)).hasSize(last + 1).endsWith("c#1");
            }
        }
        assertThat(last).isEqualTo(written.size());
    }

    @Test
    void a_cut_within_a_frame_is_reported() throws IOException {
        disk.cut(FIRST, used(disk, FIRST) - Frame.HEADER_BYTES - 10);
        try (var log = Story.open(disk)) {
            assertThat(log.report().cutBytes()).isPositive();
            assertThat(log.report().sentence()).contains("unfinished write").contains("offset 11");
        }
    }

    /// The log was closed, so a mark stands behind the last record: nothing that was acknowledged
    /// can pass for a torn tail.
    @Test
    void every_flipped_byte_is_recovered_from_or_refused_with_its_offset() throws IOException {
        var whole = disk.bytes(FIRST);
        int markAt = used(disk, FIRST) - Frame.HEADER_BYTES;
        for (int at = 0; at < used(disk, FIRST); at += at < SegmentHeader.BYTES ? 7 : 1) {
            var flipped = disk.copy();
            flipped.flip(FIRST, at, 1 << (at % 8));
            if (at < SegmentHeader.BYTES || at >= markAt) {
                try (var log = Story.open(flipped)) {
                    assertThat(Story.read(log)).isEqualTo(written);
                }
            } else {
                assertThatThrownBy(() -> Story.open(flipped))
                        .isInstanceOf(LogDamaged.class)
                        .hasMessageContaining("offset " + offsetAt(whole, at));
            }
        }
    }

    /// The record that byte `at` belongs to; for a frame's header, its first record.
    private static long offsetAt(byte[] segment, int at) {
        var buffer = ByteBuffer.wrap(segment);
        int position = SegmentHeader.BYTES;
        while (true) {
            var frame = Objects.requireNonNull(Frame.read(buffer, position));
            int record = position + Frame.HEADER_BYTES;
            position = record + frame.bodyBytes();
            if (at < record) {
                return frame.firstOffset();
            }
            for (; record < position; record += RecordFormat.length(buffer, record)) {
                if (at < record + RecordFormat.length(buffer, record)) {
                    return RecordFormat.offset(buffer, record);
                }
            }
        }
    }

    @Test
    void what_a_killed_process_left_unmarked_is_kept_and_made_durable() throws IOException {
        var log = Story.open(disk);
        stored(log, list("c", 0, 2));
        var killed = disk.kill();
        log.close();
        try (var again = Story.open(killed)) {
            assertThat(Story.read(again)).hasSize(written.size() + 2);
        }
    }

    @Test
    void a_missing_segment_is_refused_with_its_first_offset() throws IOException {
        try (var log = Story.open(disk)) {
            for (int i = 0; i < 200; i++) {
                stored(log, list("c", i, 1));
            }
        }
        var lost = disk.copy();
        lost.delete("0000000002.log");
        long next = firstOffset("0000000002.log");
        assertThatThrownBy(() -> Story.open(lost))
                .isInstanceOf(LogDamaged.class)
                .hasMessageContaining("offset " + next)
                .hasMessageContaining("0000000002.log");
    }

    private long firstOffset(String name) {
        var header = ByteBuffer.wrap(disk.bytes(name), 0, SegmentHeader.BYTES);
        return Objects.requireNonNull(SegmentHeader.decode(header)).firstOffset();
    }

    @Test
    void indexes_and_heads_are_made_again_when_they_are_lost_or_damaged() throws IOException {
        List<String> all;
        try (var log = Story.open(disk)) {
            for (int i = 0; i < 200; i++) {
                stored(log, list("c" + i % 7, i / 7, 1));
            }
            Facts.await(log.claim("scheduler", "x"));
            Facts.await(log.hide("a", 3));
            all = Facts.all(log).stream().map(Story::name).toList();
        }
        for (long verify : new long[] {0, 30_000, Long.MAX_VALUE}) {
            var lost = disk.copy();
            var damaged = disk.copy();
            for (String name : disk.names()) {
                if (!name.endsWith(".log")) {
                    lost.delete(name);
                    damaged.flip(name, damaged.bytes(name).length / 2, 64);
                }
            }
            for (var candidate : List.of(disk.copy(), lost, damaged)) {
                try (var log = Story.open(candidate, Story.SMALL.withVerifyBytes(verify))) {
                    assertThat(Facts.all(log).stream().map(Story::name)).isEqualTo(all);
                    assertThat(Facts.all(log, "c3")).hasSize(29);
                    assertThat(Facts.all(log, "a")).hasSize(5);
                    assertThat(Facts.await(log.claim("scheduler", "y"))).isEqualTo(2);
                    stored(log, list("c3", 29, 1));
                }
            }
        }
    }

    @Test
    void damage_in_a_segment_that_the_start_did_not_check_is_found_when_it_is_read()
            throws IOException {
        try (var log = Story.open(disk)) {
            for (int i = 0; i < 200; i++) {
                stored(log, list("c", i, 1));
            }
            Awaitility.await()
                    .until(() -> disk.names().stream().anyMatch(n -> n.endsWith(".heads")));
        }
        disk.flip(FIRST, SegmentHeader.BYTES + Frame.HEADER_BYTES + 60, 1);
        assertThatThrownBy(() -> Story.open(disk)).isInstanceOf(LogDamaged.class);
        try (var log = Story.open(disk, Story.SMALL.withVerifyBytes(0))) {
            assertThatThrownBy(() -> Facts.all(log))
                    .isInstanceOf(LogDamaged.class)
                    .hasMessageContaining("offset 1:");
            stored(log, list("c", 200, 1));
        }
    }

    @Test
    void segments_of_another_log_are_not_taken_for_ours() throws IOException {
        var other = new MemoryDisk();
        try (var log = Story.open(other)) {
            for (int i = 0; i < 60; i++) {
                stored(log, list("x", i, 1));
            }
        }
        var mixed = disk.copy();
        try (var from = other.openToRead("0000000002.log");
                var to = mixed.open("0000000002.log")) {
            var bytes = ByteBuffer.allocate((int) from.size());
            from.read(bytes, 0);
            to.write(bytes.flip(), 0);
        }
        assertThatThrownBy(() -> Story.open(mixed)).isInstanceOf(LogDamaged.class);
    }

    @Test
    void a_clock_that_goes_back_does_not_take_the_log_with_it() throws IOException {
        var now = new AtomicReference<>(Instant.parse("2027-01-01T12:00:00Z"));
        var fresh = new MemoryDisk();
        try (var log = EmbeddedLog.open(fresh, Story.SMALL, now::get)) {
            stored(log, list("a", 0, 1));
            now.set(Instant.parse("2026-01-01T12:00:00Z"));
            stored(log, list("a", 1, 1));
        }
        try (var log = EmbeddedLog.open(fresh, Story.SMALL, now::get)) {
            stored(log, list("a", 2, 1));
            now.set(Instant.parse("2027-01-01T12:00:01Z"));
            stored(log, list("a", 3, 1));
            assertThat(Facts.all(log))
                    .extracting(LogRecord::committedAt)
                    .map(Instant::toString)
                    .containsExactly(
                            "2027-01-01T12:00:00Z",
                            "2027-01-01T12:00:00Z",
                            "2027-01-01T12:00:00Z",
                            "2027-01-01T12:00:01Z");
        }
    }
}
