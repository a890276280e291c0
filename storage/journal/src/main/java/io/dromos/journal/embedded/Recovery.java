package io.dromos.journal.embedded;

import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.Head;
import io.dromos.journal.LogDamaged;
import io.dromos.journal.LogFact;
import io.dromos.journal.Position;
import io.dromos.journal.disk.Disk;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/// Finds the log again: what is whole is kept, a torn tail is cut, damage before the tail refuses
/// to start.
final class Recovery {
    private final Disk disk;
    private final Settings settings;
    private final Indexes indexes;
    private final List<Segment> segments = new ArrayList<>();
    private Heads heads = new Heads();
    private long checkedBytes;

    private Recovery(Disk disk, Settings settings, Indexes indexes) {
        this.disk = disk;
        this.settings = settings;
        this.indexes = indexes;
    }

    /// Opens what is there, or begins a new log.
    ///
    /// @throws LogDamaged naming the first offset that cannot be trusted
    static Recovered run(Disk disk, Settings settings, Indexes indexes) throws IOException {
        return new Recovery(disk, settings, indexes).run();
    }

    private Recovered run() throws IOException {
        var survey = Survey.of(disk);
        if (survey.begun().isEmpty()) {
            survey.clean(disk, List.of(), 1);
            return begin(spares(survey));
        }
        var chain = survey.chain(disk);
        foldClosed(chain);
        var open = chain.getLast();
        var index = new GrowingIndex();
        var name = Segment.fileName(open.number());
        long from = SegmentHeader.BYTES;
        try (var frames = FrameReader.open(disk.openToRead(name), open)) {
            while (frames.next()) {
                from = frames.position();
                fold(frames, index, open.number());
            }
            survey.clean(disk, chain, frames.nextOffset());
            return goOn(survey, open, index, frames, from);
        }
    }

    /// The last write may have reached only the page cache, and after a failed sync even a new sync
    /// would not carry it further. Writing the same bytes again makes them durable whatever
    /// happened.
    private Recovered goOn(
            Survey survey, SegmentHeader open, GrowingIndex index, FrameReader frames, long last)
            throws IOException {
        var tail = frames.checkTail();
        if (tail.frameAt() >= 0) {
            throw new LogDamaged(frames.firstBadOffset(), "whole records stand behind it");
        }
        long end = frames.end();
        var file = file(open.number());
        file.rewrite(end == SegmentHeader.BYTES ? 0 : last, end);
        disk.syncNames();
        var segment = Segment.open(open, end, index);
        segments.add(segment);
        var head = head(open.incarnation(), frames);
        long cut = tail.blankFrom() - end;
        return new Recovered(
                new Segments(segments.toArray(Segment[]::new)),
                heads,
                new OpenSegment(segment, index, file),
                head,
                cut > 0,
                spares(survey),
                new StartReport(head, checkedBytes + end, cut));
    }

    private SegmentFile file(int number) throws IOException {
        return new SegmentFile(
                number, disk.open(Segment.fileName(number)), settings.segmentBytes());
    }

    private static Head head(UUID incarnation, FrameReader frames) {
        var position = new Position(incarnation, frames.nextOffset() - 1, frames.lastHash());
        return new Head(position, Chain.instant(frames.lastCommit()));
    }

    private Recovered begin(Spares spares) throws IOException {
        var spare = spares.take(SegmentHeader.BYTES);
        var start = Position.start(UUID.randomUUID());
        var header =
                new SegmentHeader(spare.number(), start.incarnation(), 1, Chain.GENESIS, 0, 0, 0);
        var open = OpenSegment.begin(header, spare);
        var head = new Head(start, Instant.EPOCH);
        return new Recovered(
                new Segments(new Segment[] {open.segment()}),
                heads,
                open,
                head,
                false,
                spares,
                new StartReport(head, 0, 0));
    }

    /// A spare that an earlier run made is used. Others are left-overs that a crash brought back,
    /// and go: numbers must grow.
    private Spares spares(Survey survey) throws IOException {
        SegmentFile ready = null;
        for (int number : survey.blank()) {
            if (ready == null && number > survey.lastBegun()) {
                ready = file(number);
            } else {
                disk.delete(Segment.fileName(number));
            }
        }
        return new Spares(disk, settings.segmentBytes(), survey.nextNumber(), ready);
    }

    private void foldClosed(List<SegmentHeader> chain) throws IOException {
        for (int i = 0; i + 1 < chain.size(); i++) {
            segments.add(Segment.closed(chain.get(i), chain.get(i + 1).previousEnd()));
        }
        for (int i = firstToFold(); i < segments.size(); i++) {
            foldClosed(segments.get(i), chain.get(i + 1));
        }
    }

    private void foldClosed(Segment segment, SegmentHeader next) throws IOException {
        var index = new GrowingIndex();
        try (var frames = FrameReader.closed(disk, segment)) {
            while (frames.next()) {
                fold(frames, index, segment.number());
            }
            boolean continued =
                    frames.nextOffset() == next.firstOffset()
                            && frames.lastHash().equals(next.previousHash());
            if (!continued) {
                throw new LogDamaged(
                        frames.nextOffset(),
                        segment.fileName() + " is not what the segment after it continues");
            }
        }
        checkedBytes += segment.end();
        indexes.saveIfMissing(segment.number(), index);
    }

    /// Saved heads spare us the oldest segments. Best are those that leave just the newest
    /// `verifyBytes` to be read, else the next newer, else the next older.
    private int firstToFold() throws IOException {
        int first = segments.size();
        long bytes = 0;
        while (first > 0 && bytes + segments.get(first - 1).end() <= settings.verifyBytes()) {
            bytes += segments.get(--first).end();
        }
        return first == 0 ? 0 : loadHeads(first);
    }

    private int loadHeads(int first) throws IOException {
        var bestFirst =
                Comparator.comparing((Integer number) -> indexAfter(number) < first)
                        .thenComparingInt(number -> Math.abs(indexAfter(number) - first));
        var saved = HeadsFile.saved(disk).stream().filter(number -> indexAfter(number) > 0);
        for (int number : saved.sorted(bestFirst).toList()) {
            var loaded = HeadsFile.load(disk, number);
            if (loaded != null) {
                heads = loaded;
                return indexAfter(number);
            }
        }
        return 0;
    }

    /// The place in `segments` behind the segment of that number, or -1 if that is not there.
    private int indexAfter(int number) {
        for (int i = segments.size() - 1; i >= 0; i--) {
            if (segments.get(i).number() == number) {
                return i + 1;
            }
        }
        return -1;
    }

    private void fold(FrameReader frames, GrowingIndex index, int segment) throws IOException {
        index.addFrame(frames.frame().firstOffset(), frames.position());
        frames.forEach((buffer, at, position) -> {
            var id = RecordFormat.persistenceId(buffer, at);
            long number = RecordFormat.sequenceNr(buffer, at);
            index.places(id, number, before(id, number, segment)).add((int) position);
            heads.wrote(id, number, segment);
            if (id.equals(LogFact.PERSISTENCE_ID)) {
                Bytes payload = RecordFormat.payload(buffer, at);
                heads.apply(LogFact.decode(RecordFormat.eventName(buffer, at), payload));
            }
        });
    }

    /// Saved heads may be newer than the segment that is being folded.
    private int before(String persistenceId, long sequenceNr, int segment) {
        int known = heads.of(persistenceId).segment();
        return sequenceNr == 1 ? 0 : known < segment ? known : SegmentIndex.SOMEWHERE_BEFORE;
    }
}
