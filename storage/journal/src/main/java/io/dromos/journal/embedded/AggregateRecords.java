package io.dromos.journal.embedded;

import io.dromos.journal.LogDamaged;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Records;
import io.dromos.journal.disk.Disk;
import io.dromos.journal.embedded.SegmentIndex.Postings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The records of one aggregate from a sequence number on, found through the indexes.
final class AggregateRecords implements Records {
    private static final int CHUNK_BYTES = 4 << 10;

    private final Disk disk;
    private final Segments segments;
    private final Indexes indexes;
    private final Heads heads;
    private final String persistenceId;
    private final Deque<Segment> toVisit = new ArrayDeque<>();
    private long wanted;
    private @Nullable RecordWindow window;
    private @Nullable Postings postings;

    AggregateRecords(
            Disk disk,
            Segments segments,
            Indexes indexes,
            Heads heads,
            String persistenceId,
            long from) {
        this.disk = disk;
        this.segments = segments;
        this.indexes = indexes;
        this.heads = heads;
        this.persistenceId = persistenceId;
        this.wanted = Math.max(1, Math.max(from, heads.of(persistenceId).hidden() + 1));
    }

    @Override
    public @Nullable LogRecord next() {
        try {
            while (true) {
                if (window != null && postings != null && hasNext(postings)) {
                    return read(window, postings);
                }
                if (toVisit.isEmpty() && !plan()) {
                    return null;
                }
                enter(toVisit.removeFirst());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean hasNext(Postings places) {
        return wanted < places.firstSequenceNr() + places.count();
    }

    /// Finds the segments to visit, from the newest back to the one that holds `wanted`.
    private boolean plan() throws IOException {
        var aggregate = heads.of(persistenceId);
        if (aggregate.last() < wanted) {
            return false;
        }
        var segment = segments.numbered(aggregate.segment());
        while (segment != null) {
            var places = indexes.of(segment).find(persistenceId);
            if (places != null) {
                toVisit.addFirst(segment);
                if (places.firstSequenceNr() <= wanted) {
                    return true;
                }
            }
            segment = before(segment, places);
        }
        throw new LogDamaged(
                0, "record #%d of %s cannot be found".formatted(wanted, persistenceId));
    }

    private @Nullable Segment before(Segment segment, @Nullable Postings places) {
        return places == null || places.previousSegment() == SegmentIndex.SOMEWHERE_BEFORE
                ? segments.before(segment)
                : segments.numbered(places.previousSegment());
    }

    private void enter(Segment segment) throws IOException {
        if (window == null || !window.segment().equals(segment)) {
            close();
            window = new RecordWindow(disk, segment, CHUNK_BYTES);
        }
        postings = indexes.of(segment).find(persistenceId);
    }

    private LogRecord read(RecordWindow from, Postings places) throws IOException {
        long end = from.segment().end();
        long position = places.position((int) (wanted - places.firstSequenceNr()));
        long inDoubt = from.segment().header().firstOffset();
        var previousHash = from.hashBefore(position, end, inDoubt);
        int length = from.length(position, end, inDoubt);
        var found = from.record(position, length, end, inDoubt, previousHash);
        if (found.sequenceNr() != wanted || !found.persistenceId().equals(persistenceId)) {
            throw new LogDamaged(
                    found.offset(),
                    "it is #%d of %s where #%d of %s should be"
                            .formatted(
                                    found.sequenceNr(),
                                    found.persistenceId(),
                                    wanted,
                                    persistenceId));
        }
        wanted++;
        return found;
    }

    @Override
    public void close() {
        if (window != null) {
            window.close();
        }
    }
}
