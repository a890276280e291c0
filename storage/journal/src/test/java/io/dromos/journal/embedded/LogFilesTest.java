package io.dromos.journal.embedded;

import static io.dromos.journal.conformance.Facts.list;
import static io.dromos.journal.conformance.Facts.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.journal.LogRecord;
import io.dromos.journal.audit.Stretch;
import io.dromos.journal.audit.Walk;
import io.dromos.journal.conformance.Facts;
import io.dromos.journal.disk.DirectoryDisk;
import io.dromos.journal.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A small log of three segments, changed in every way that one change can, and read by who only
/// reads: each time the first record that is not what was written is named.
class LogFilesTest {
    private static final Settings TINY = Story.SMALL.withSegmentBytes(2 * SegmentHeader.BYTES);
    private static final int SEGMENTS = 3;

    @TempDir Path directory;

    private final MemoryDisk disk = new MemoryDisk();
    private List<LogRecord> written = List.of();

    /// Closing writes a mark, which shows where the log ended.
    @BeforeEach
    void writeThreeSegments() throws IOException {
        try (var log = Story.open(disk, TINY)) {
            for (int i = 0; !disk.names().contains(Segment.fileName(SEGMENTS + 1)); i++) {
                stored(log, list("app-" + i % 3, 2L * (i / 3), 2));
            }
            written = Facts.all(log);
        }
    }

    private static Stretch walk(MemoryDisk of) throws IOException {
        try (var log = LogFiles.open(of)) {
            return Walk.fromTheBeginning(log.records()).rest();
        }
    }

    private static long broken(MemoryDisk of) throws IOException {
        return walk(of).broken().map(it -> it.offset()).orElse(0L);
    }

    /// Bytes `[from, to)` of a segment are the record at `offset`.
    private record Place(int segment, int from, int to, long offset) {}

    private List<Place> places() throws IOException {
        var places = new ArrayList<Place>();
        for (int number = 1; disk.names().contains(Segment.fileName(number)); number++) {
            var bytes = ByteBuffer.wrap(disk.bytes(Segment.fileName(number)));
            int at = SegmentHeader.BYTES;
            while (at + Frame.HEADER_BYTES <= bytes.limit() && Frame.isHeader(bytes, at)) {
                var frame = Objects.requireNonNull(Frame.read(bytes, at));
                int record = at + Frame.HEADER_BYTES;
                at = record + frame.bodyBytes();
                for (int i = 0; i < frame.records(); i++) {
                    int to = record + RecordFormat.length(bytes, record);
                    places.add(new Place(number, record, to, frame.firstOffset() + i));
                    record = to;
                }
            }
        }
        assertThat(places).hasSize(written.size());
        return places;
    }

    @Test
    void a_log_that_was_left_alone_is_proved_to_its_last_record_and_nothing_is_changed()
            throws IOException {
        var before = disk.copy();
        var found = walk(disk);
        assertThat(found.broken()).isEmpty();
        assertThat(found.ended()).isTrue();
        assertThat(found.to()).isEqualTo(written.size());
        assertThat(found.hash()).isEqualTo(written.getLast().hash());
        assertThat(disk.names()).isEqualTo(before.names());
        for (var name : disk.names())
            assertThat(disk.bytes(name)).as(name).isEqualTo(before.bytes(name));
    }

    @Test
    void every_flipped_byte_of_every_record_is_named() throws IOException {
        for (var place : places()) {
            for (int at = place.from(); at < place.to(); at++) {
                var flipped = disk.copy();
                flipped.flip(Segment.fileName(place.segment()), at, 1 << (at % 8));
                assertThat(broken(flipped))
                        .as("byte %d of %s", at, place)
                        .isEqualTo(place.offset());
            }
        }
    }

    @Test
    void every_flipped_byte_is_named_though_its_checksum_was_made_right() throws IOException {
        for (var place : places()) {
            var name = Segment.fileName(place.segment());
            var bytes = disk.bytes(name);
            for (int at = place.from() + 4; at < place.to(); at++) {
                bytes[at] ^= (byte) (1 << (at % 8));
                var flipped = disk.copy();
                int crc = Checksum.of(bytes, place.from() + 4, place.to() - place.from() - 4);
                var mended = ByteBuffer.allocate(place.to() - place.from()).putInt(crc);
                mended.put(bytes, place.from() + 4, place.to() - place.from() - 4).flip();
                try (var file = flipped.open(name)) {
                    file.write(mended, place.from());
                }
                assertThat(broken(flipped))
                        .as("byte %d of %s", at, place)
                        .isEqualTo(place.offset());
                bytes[at] ^= (byte) (1 << (at % 8));
            }
        }
    }

    @Test
    void every_record_that_is_left_out_is_named() throws IOException {
        for (int i = 0; i < written.size(); i++) {
            var left = new ArrayList<>(written);
            left.remove(i);
            assertThat(broken(forged(left))).as("without %d", i + 1).isEqualTo(i + 1);
        }
    }

    @Test
    void every_record_that_stands_there_twice_is_named_where_the_next_should_be()
            throws IOException {
        for (int i = 0; i < written.size(); i++) {
            var twice = new ArrayList<>(written);
            twice.add(i, written.get(i));
            assertThat(broken(forged(twice))).as("twice %d", i + 1).isEqualTo(i + 2);
        }
    }

    @Test
    void every_two_records_that_changed_places_are_named() throws IOException {
        for (int i = 0; i + 1 < written.size(); i++) {
            var swapped = new ArrayList<>(written);
            swapped.set(i, written.get(i + 1));
            swapped.set(i + 1, written.get(i));
            assertThat(broken(forged(swapped))).as("swapped %d", i + 1).isEqualTo(i + 1);
        }
    }

    /// Half a write never leaves a whole record in a wrong place.
    @Test
    void records_that_changed_places_within_the_last_write_do_not_pass_for_an_unfinished_one()
            throws IOException {
        assertThat(broken(new Forgery(written).oneFrame())).isZero();
        var swapped = new ArrayList<>(written);
        swapped.add(2, swapped.remove(3));
        assertThat(broken(new Forgery(swapped).oneFrame())).isEqualTo(3);
    }

    @Test
    void every_record_that_was_put_in_or_written_anew_is_named() throws IOException {
        for (int i = 0; i < written.size(); i++) {
            var it = written.get(i);
            var at = it.committedAt();
            var other = Forgery.changed(it, it.offset(), it.eventName(), at, "\"other\"");
            var putIn = new ArrayList<>(written);
            putIn.add(i, other);
            assertThat(broken(forged(putIn))).as("put in at %d", i + 1).isEqualTo(i + 1);
            for (var forged :
                    List.of(
                            other,
                            Forgery.changed(it, i + 1, "x.v1", at, it.payload().text()),
                            Forgery.changed(
                                    it,
                                    i + 1,
                                    it.eventName(),
                                    at.plusNanos(1_000),
                                    it.payload().text()))) {
                var anew = new ArrayList<>(written);
                anew.set(i, forged);
                assertThat(broken(forged(anew))).as("%s", forged).isEqualTo(i + 1);
            }
        }
    }

    private MemoryDisk forged(List<LogRecord> records) throws IOException {
        return new Forgery(records).disk(written.size() + 1L, written.getLast().hash());
    }

    /// A number or a time that cannot be is no forger's best work, but it is found.
    @Test
    void numbers_with_gaps_and_times_that_go_back_are_named_in_a_chain_that_is_right()
            throws IOException {
        var left = new ArrayList<>(written);
        left.remove(8);
        assertThat(chained(left).broken().orElseThrow().why())
                .contains("it is number", "of app-", "which should be");
        var early = new ArrayList<>(written);
        var it = written.get(4);
        var past = it.committedAt().minusSeconds(1);
        early.set(4, Forgery.changed(it, 5, it.eventName(), past, it.payload().text()));
        var broken = chained(early).broken().orElseThrow();
        assertThat(broken.offset()).isEqualTo(5);
        assertThat(broken.why()).contains("before the record ahead of it");
    }

    /// This is what a chain cannot do, and what a hash that was kept elsewhere is for.
    @Test
    void a_chain_that_was_computed_anew_or_cut_at_its_end_is_right_but_has_another_hash()
            throws IOException {
        var it = written.get(4);
        var anew = new ArrayList<>(written);
        anew.set(4, Forgery.changed(it, 5, it.eventName(), it.committedAt(), "\"never happened\""));
        var found = chained(anew);
        assertThat(found.broken()).isEmpty();
        assertThat(found.to()).isEqualTo(written.size());
        assertThat(found.hash()).isNotEqualTo(written.getLast().hash());

        var cut = chained(written.subList(0, 5));
        assertThat(cut.broken()).isEmpty();
        assertThat(cut.to()).isEqualTo(5);
    }

    private static Stretch chained(List<LogRecord> records) throws IOException {
        var chained = Forgery.chained(records);
        return walk(
                new Forgery(chained)
                        .withoutMark()
                        .disk(chained.size() + 1L, chained.getLast().hash()));
    }

    @Test
    void a_missing_segment_is_named_by_its_first_record() throws IOException {
        var first = places().stream().filter(it -> it.segment() == 2).findFirst().orElseThrow();
        disk.delete(Segment.fileName(2));
        assertThatThrownBy(() -> LogFiles.open(disk))
                .hasMessageContaining("damaged at offset " + first.offset());
    }

    @Test
    void an_unfinished_write_is_told_and_neither_damage_nor_cut() throws IOException {
        var last = places().getLast();
        var name = Segment.fileName(last.segment());
        disk.cut(name, last.to() - 1);
        var before = disk.bytes(name);
        try (var log = LogFiles.open(disk)) {
            var found = Walk.fromTheBeginning(log.records()).rest();
            assertThat(found.broken()).isEmpty();
            assertThat(found.to()).isEqualTo(written.size() - 2);
            assertThat(log.unfinishedBytes()).isPositive();
        }
        assertThat(disk.bytes(name)).isEqualTo(before);
    }

    @Test
    void a_log_that_is_in_use_is_read_as_far_as_it_is_and_its_user_is_named() throws IOException {
        try (var log = EmbeddedLog.open(directory, Story.SMALL)) {
            stored(log, list("a", 0, 3));
            try (var files = LogFiles.open(directory)) {
                assertThat(files.user()).contains("this very process");
                assertThat(Walk.fromTheBeginning(files.records()).rest().to()).isEqualTo(3);
            }
            stored(log, list("a", 3, 1));
        }
        assertThat(DirectoryDisk.existing(directory).user()).isEmpty();
    }

    @Test
    void a_directory_without_a_log_is_not_made_into_one() throws IOException {
        assertThatThrownBy(() -> LogFiles.open(directory.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
        try (var empty = LogFiles.open(directory)) {
            assertThat(Walk.fromTheBeginning(empty.records()).rest().to()).isZero();
            assertThat(empty.extents()).isEmpty();
        }
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }
}
