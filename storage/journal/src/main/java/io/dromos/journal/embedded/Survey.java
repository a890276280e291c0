package io.dromos.journal.embedded;

import io.dromos.journal.LogDamaged;
import io.dromos.journal.disk.Disk;
import io.dromos.journal.disk.SmallFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The segment files of a directory, by number.
///
/// @param begun those with a whole header
/// @param blank those that were prepared and never begun
/// @param broken those with something else where the header should be: torn while beginning, or
///   damaged
record Survey(
        NavigableMap<Integer, SegmentHeader> begun,
        TreeSet<Integer> blank,
        TreeSet<Integer> broken) {
    private static final Logger LOG = LoggerFactory.getLogger(Survey.class);
    private static final String SEGMENT = "\\d{10}\\.log";

    static Survey of(Disk disk) throws IOException {
        for (String name : disk.names()) {
            if (SmallFiles.isUnfinished(name)) {
                disk.delete(name);
            }
        }
        return untouched(disk);
    }

    /// The same, leaving everything as it is.
    static Survey untouched(Disk disk) throws IOException {
        var survey = new Survey(new TreeMap<>(), new TreeSet<>(), new TreeSet<>());
        for (String name : disk.names()) {
            if (name.matches(SEGMENT)) {
                survey.look(disk, Integer.parseInt(name.substring(0, 10)));
            }
        }
        return survey;
    }

    private void look(Disk disk, int number) throws IOException {
        var head = ByteBuffer.allocate(SegmentHeader.BYTES);
        try (var file = disk.openToRead(Segment.fileName(number))) {
            file.read(head, 0);
        }
        var header = SegmentHeader.decode(head.clear());
        if (header != null && header.number() == number) {
            begun.put(number, header);
        } else if (SegmentHeader.isBlank(head)) {
            blank.add(number);
        } else {
            broken.add(number);
        }
    }

    /// The headers of the segments that make up the log, in order: the newest, and from each the
    /// one that it names as the one before.
    ///
    /// @throws LogDamaged if one of them is missing
    List<SegmentHeader> chain(Disk disk) throws IOException {
        var chain = new ArrayDeque<SegmentHeader>();
        var header = begun.lastEntry().getValue();
        chain.addFirst(header);
        while (header.previousSegment() != 0) {
            var before = begun.get(header.previousSegment());
            if (before == null) {
                throw missing(disk, header.previousSegment());
            }
            if (header.previousSegment() >= header.number()) {
                throw new LogDamaged(
                        header.firstOffset(), "a segment names one after it as the one before");
            }
            chain.addFirst(before);
            header = before;
        }
        return List.copyOf(chain);
    }

    private LogDamaged missing(Disk disk, int number) throws IOException {
        long offset = 1;
        var before = begun.lowerEntry(number);
        if (before != null) {
            var name = Segment.fileName(before.getKey());
            try (var frames = FrameReader.open(disk.openToRead(name), before.getValue())) {
                offset = frames.skipAll();
            }
        }
        var file = Segment.fileName(number);
        return new LogDamaged(offset, file + " is missing or its header is damaged");
    }

    /// Deletes files that are not in the chain and hold nothing: a segment whose beginning failed
    /// and was done again under a higher number, or was torn.
    ///
    /// @param nextOffset the offset behind the end of the chain
    /// @throws LogDamaged if one of them does hold something
    void clean(Disk disk, List<SegmentHeader> chain, long nextOffset) throws IOException {
        for (String name : useless(disk, chain, nextOffset)) {
            LOG.info("{} was never used and is deleted", name);
            disk.delete(name);
        }
    }

    /// The files that are not in the chain and hold nothing.
    ///
    /// @param nextOffset the offset behind the end of the chain
    /// @throws LogDamaged if one that is not in the chain does hold something
    List<String> useless(Disk disk, List<SegmentHeader> chain, long nextOffset) throws IOException {
        var numbers = new ArrayList<Integer>(broken);
        var used = chain.stream().map(SegmentHeader::number).toList();
        begun.keySet().stream().filter(number -> !used.contains(number)).forEach(numbers::add);
        var names = numbers.stream().map(Segment::fileName).toList();
        for (String name : names) {
            try (var window = new Window(disk.openToRead(name), FrameReader.CHUNK_BYTES);
                    var file = disk.openToRead(name)) {
                if (TailCheck.of(window, 0, file.size()).frameAt() >= 0) {
                    throw new LogDamaged(nextOffset, "the header of " + name + " is damaged");
                }
            }
        }
        return names;
    }

    /// The number of the newest segment, 0 if there is none.
    int lastBegun() {
        return begun.isEmpty() ? 0 : begun.lastKey();
    }

    /// A number above all that were ever used.
    int nextNumber() {
        int last = Math.max(lastBegun(), blank.isEmpty() ? 0 : blank.last());
        return 1 + Math.max(last, broken.isEmpty() ? 0 : broken.last());
    }
}
