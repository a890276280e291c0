package io.dromos.journal.embedded;

import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.LogDamaged;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Records;
import io.dromos.journal.disk.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every record of every segment in order, each frame proved whole before it is shown. Holds one
/// frame. While another process writes, it ends where that had come to.
final class StoredRecords implements Records {
    private final Disk disk;
    private final Survey survey;
    private final List<SegmentHeader> chain;
    private final Deque<LogRecord> frame = new ArrayDeque<>();
    private int segment;
    private @Nullable FrameReader frames;
    private boolean ended;
    private long unfinishedBytes;
    private long lastEnd;

    StoredRecords(Disk disk, Survey survey, List<SegmentHeader> chain) {
        this.disk = disk;
        this.survey = survey;
        this.chain = chain;
        this.lastEnd = SegmentHeader.BYTES;
    }

    @Override
    public @Nullable LogRecord next() {
        try {
            while (frame.isEmpty() && !ended) {
                ended = !advance();
            }
            return frame.poll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Bytes behind the last frame that are none.
    long unfinishedBytes() {
        return unfinishedBytes;
    }

    /// Where the last segment ends, as far as it was read.
    long lastEnd() {
        return lastEnd;
    }

    /// Goes on by a frame or to the next segment; false if there is nothing more.
    private boolean advance() throws IOException {
        if (chain.isEmpty()) {
            survey.useless(disk, chain, 1);
            return false;
        }
        var reader = frames == null ? enter() : frames;
        if (reader.next()) {
            take(reader);
            return true;
        }
        return isLast() ? isWrittenMeanwhile(reader) : leave(reader);
    }

    private FrameReader enter() throws IOException {
        var header = chain.get(segment);
        boolean first = header.firstOffset() == 1 && header.previousHash().equals(Chain.GENESIS);
        if (segment == 0 && !first) {
            throw new LogDamaged(1, LogDamaged.misplaced(1, header.firstOffset()));
        }
        frames =
                isLast()
                        ? FrameReader.open(
                                disk.openToRead(Segment.fileName(header.number())), header)
                        : FrameReader.closed(
                                disk, Segment.closed(header, chain.get(segment + 1).previousEnd()));
        return frames;
    }

    private boolean isLast() {
        return segment == chain.size() - 1;
    }

    private void take(FrameReader reader) throws IOException {
        var incarnation = chain.get(segment).incarnation();
        var previous = new Bytes[] {reader.frame().previousHash()};
        reader.forEach((buffer, at, _) -> {
            var record = RecordFormat.decode(buffer, at, incarnation, previous[0]);
            frame.add(record);
            previous[0] = record.hash();
        });
    }

    private boolean leave(FrameReader reader) {
        var next = chain.get(segment + 1);
        boolean continued =
                reader.nextOffset() == next.firstOffset()
                        && reader.lastHash().equals(next.previousHash());
        if (!continued) {
            throw new LogDamaged(
                    reader.nextOffset(),
                    "%s is not what the segment after it continues"
                            .formatted(Segment.fileName(chain.get(segment).number())));
        }
        reader.close();
        frames = null;
        segment++;
        return true;
    }

    /// A later frame behind something else means damage, unless that something was being written
    /// when it was looked at.
    private boolean isWrittenMeanwhile(FrameReader reader) throws IOException {
        lastEnd = reader.end();
        var tail = reader.checkTail();
        if (tail.frameAt() >= 0) {
            reader.lookAgain();
            if (reader.next()) {
                take(reader);
                return true;
            }
            throw new LogDamaged(
                    reader.firstBadOffset(),
                    "it does not match its checksum, and whole records stand behind it");
        }
        unfinishedBytes = tail.blankFrom() - lastEnd;
        survey.useless(disk, chain, reader.nextOffset());
        return false;
    }

    @Override
    public void close() {
        if (frames != null) {
            frames.close();
        }
    }
}
