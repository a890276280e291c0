package io.dromos.journal.embedded;

import static io.dromos.journal.conformance.Facts.list;
import static io.dromos.journal.conformance.Facts.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.journal.LogDamaged;
import io.dromos.journal.conformance.Facts;
import io.dromos.journal.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A small log of two closed segments and an open one, with every byte of it flipped, and every
/// file of it cut at every byte: each time it is whole, or it is refused with the offset of the
/// record that the byte belongs to.
class DamageMatrixTest {
    private static final Settings TINY = Story.SMALL.withSegmentBytes(2 * SegmentHeader.BYTES);
    private static final int SEGMENTS = 3;

    private final MemoryDisk disk = new MemoryDisk();
    private MemoryDisk killed = disk;
    private List<String> written = List.of();

    /// The mark that closing writes proves that all before it was whole.
    @BeforeEach
    void writeThreeSegments() throws IOException {
        try (var log = Story.open(disk, TINY)) {
            for (int i = 0; headerOf(SEGMENTS).isEmpty() || i % 10 != 0; i++) {
                stored(log, list("app-" + i % 3, 2L * (i / 3), 2));
            }
            Awaitility.await().until(() -> disk.names().contains("0000000002.heads"));
            written = Story.read(log);
            killed = disk.copy();
        }
    }

    @Test
    void a_segment_that_names_itself_as_the_one_before_is_damage_and_no_endless_chain()
            throws IOException {
        var right = headerOf(SEGMENTS).orElseThrow();
        var wrong =
                new SegmentHeader(
                        right.number(),
                        right.incarnation(),
                        right.firstOffset(),
                        right.previousHash(),
                        right.lastCommit(),
                        right.number(),
                        right.previousEnd());
        try (var file = killed.open(Segment.fileName(SEGMENTS))) {
            file.write(wrong.encode(), 0);
            file.sync();
        }
        assertThatThrownBy(() -> Recovery.run(killed, TINY, new Indexes(killed)))
                .isInstanceOf(LogDamaged.class)
                .hasMessageContaining("names one after it");
    }

    private Optional<SegmentHeader> headerOf(int number) throws IOException {
        if (!disk.names().contains(Segment.fileName(number))) {
            return Optional.empty();
        }
        var head = ByteBuffer.allocate(SegmentHeader.BYTES);
        try (var file = disk.openToRead(Segment.fileName(number))) {
            file.read(head, 0);
        }
        return Optional.ofNullable(SegmentHeader.decode(head.clear()));
    }

    /// What is there, read from the first record to the last through the index.
    private static List<String> read(MemoryDisk of, Settings settings) throws IOException {
        var indexes = new Indexes(of);
        var found = Recovery.run(of, settings, indexes);
        try (var records = new OffsetRecords(of, found.segments(), indexes, 1)) {
            return Facts.rest(records).stream().map(Story::name).toList();
        } finally {
            found.open().file().close();
        }
    }

    @ParameterizedTest(name = "a start checks {0} bytes")
    @ValueSource(longs = {0, Long.MAX_VALUE})
    void every_flipped_byte_is_recovered_from_or_refused_with_its_offset(long checked)
            throws IOException {
        for (int number = 1; number <= SEGMENTS; number++) {
            var places = places(disk, number);
            for (int at = 0; at < disk.bytes(Segment.fileName(number)).length; at++) {
                var flipped = disk.copy();
                flipped.flip(Segment.fileName(number), at, 1 << (at % 8));
                assertThat(outcome(flipped, TINY.withVerifyBytes(checked)))
                        .as("byte %d of segment %d", at, number)
                        .isEqualTo(expected(places, at));
            }
        }
    }

    /// Nothing stands behind the last frame of a log that was not closed. Whether that frame was
    /// damaged later or never written whole cannot be told, so that it is cut, and said to be.
    @ParameterizedTest(name = "a start checks {0} bytes")
    @ValueSource(longs = {0, Long.MAX_VALUE})
    void every_flipped_byte_of_a_log_that_was_not_closed_is_refused_or_cuts_its_last_frame(
            long checked) throws IOException {
        var settings = TINY.withVerifyBytes(checked);
        assertThat(outcome(killed.copy(), settings)).isEqualTo("whole");
        for (int number = 1; number <= SEGMENTS; number++) {
            var places = places(killed, number);
            int last = number < SEGMENTS ? Integer.MAX_VALUE : lastFrame(places).from();
            long before = lastFrame(places).offset() - 1;
            for (int at = 0; at < killed.bytes(Segment.fileName(number)).length; at++) {
                var flipped = killed.copy();
                flipped.flip(Segment.fileName(number), at, 1 << (at % 8));
                var expected = expected(places, at);
                assertThat(outcome(flipped, settings))
                        .as("byte %d of segment %d", at, number)
                        .isEqualTo(
                                at < last || expected.equals("whole")
                                        ? expected
                                        : "ends behind " + before);
            }
        }
    }

    /// Every frame here has two records; the header belongs to the first.
    private static Place lastFrame(List<Place> places) {
        return places.get(places.size() - 2);
    }

    private String expected(List<Place> places, int at) {
        return places.stream()
                .filter(place -> place.from() <= at && at < place.to())
                .findFirst()
                .map(place -> "damaged at " + place.offset())
                .orElse("whole");
    }

    private String outcome(MemoryDisk of, Settings settings) throws IOException {
        try {
            var found = read(of, settings);
            return found.equals(written) ? "whole" : "ends behind " + found.size();
        } catch (LogDamaged e) {
            return String.valueOf(e.getMessage())
                    .replaceFirst(".*damaged at offset (\\d+):.*", "damaged at $1");
        }
    }

    /// Bytes `[from, to)` of a segment belong to the record at `offset`.
    private record Place(int from, int to, long offset) {}

    /// The header of a frame belongs to its first record, a mark to none.
    private static List<Place> places(MemoryDisk of, int number) throws IOException {
        var places = new ArrayList<Place>();
        var bytes = ByteBuffer.wrap(of.bytes(Segment.fileName(number)));
        int position = SegmentHeader.BYTES;
        while (position + Frame.HEADER_BYTES <= bytes.limit() && Frame.isHeader(bytes, position)) {
            var frame = Objects.requireNonNull(Frame.read(bytes, position));
            int from = position;
            int record = position + Frame.HEADER_BYTES;
            position = record + frame.bodyBytes();
            for (int i = 0; i < frame.records(); i++) {
                int to = record + RecordFormat.length(bytes, record);
                places.add(new Place(from, to, frame.firstOffset() + i));
                from = to;
                record = to;
            }
        }
        return places;
    }

    /// A closed segment is refused where it is cut. Of the open one what is whole is left.
    @Test
    void every_cut_of_every_segment_is_recovered_to_the_last_whole_record_or_refused()
            throws IOException {
        for (int number = 1; number <= SEGMENTS; number++) {
            var places = places(disk, number);
            var name = Segment.fileName(number);
            for (int size = 0; size < disk.bytes(name).length; size++) {
                var cut = disk.copy();
                cut.cut(name, size);
                var outcome = outcome(cut, TINY);
                if (number < SEGMENTS) {
                    assertThat(outcome)
                            .as("%d bytes of segment %d", size, number)
                            .isEqualTo(closedCut(places, size));
                } else {
                    assertThat(outcome)
                            .as("%d bytes of segment %d", size, number)
                            .isEqualTo(openCut(places, size));
                }
            }
        }
    }

    private static String closedCut(List<Place> places, int size) {
        // One copy of the header is enough to know where the records begin.
        int at = size < SegmentHeader.BYTES / 2 ? 0 : size;
        return places.stream()
                .filter(place -> at < place.to())
                .findFirst()
                .map(place -> "damaged at " + place.offset())
                .orElse("whole");
    }

    /// Every frame here has two records.
    private static String openCut(List<Place> places, int size) {
        long last = places.getFirst().offset() - 1;
        for (int i = 1; i < places.size(); i += 2) {
            if (places.get(i).to() <= size) {
                last = places.get(i).offset();
            }
        }
        return last == places.getLast().offset() ? "whole" : "ends behind " + last;
    }

    /// Indexes and heads hold nothing that the segments do not.
    @Test
    void every_flipped_byte_and_every_cut_of_an_index_or_of_heads_is_recovered_from()
            throws IOException {
        for (var name : List.of("0000000001.index", "0000000002.index", "0000000002.heads")) {
            for (int at = 0; at < disk.bytes(name).length; at++) {
                var flipped = disk.copy();
                flipped.flip(name, at, 1 << (at % 8));
                assertWhole(flipped, name, at);
                var cut = disk.copy();
                cut.cut(name, at);
                assertWhole(cut, name, at);
            }
        }
    }

    private void assertWhole(MemoryDisk of, String name, int at) throws IOException {
        var indexes = new Indexes(of);
        var found = Recovery.run(of, TINY.withVerifyBytes(0), indexes);
        var ids = List.of("app-0", "app-1", "app-2");
        int sum = 0;
        for (var id : ids) {
            try (var records =
                    new AggregateRecords(of, found.segments(), indexes, found.heads(), id, 1)) {
                sum += Facts.rest(records).size();
            }
        }
        found.open().file().close();
        assertThat(sum).as("byte %d of %s", at, name).isEqualTo(written.size());
        assertThat(outcome(of, TINY.withVerifyBytes(0))).isEqualTo("whole");
    }
}
