package io.dromos.journal.embedded;

import io.dromos.journal.Bytes;
import io.dromos.journal.LogDamaged;
import io.dromos.journal.disk.Disk;
import io.dromos.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Walks the whole frames of one segment and proves each before showing it: every checksum, and
/// that it continues the frame before. Used where nothing may be taken on trust: at the start and
/// when an index is made again.
final class FrameReader implements AutoCloseable {
    static final int CHUNK_BYTES = 1 << 20;

    private final Window window;
    private final long limit;
    private final boolean mustReachLimit;
    private long position;
    private long next = SegmentHeader.BYTES;
    private @Nullable Frame frame;
    private long nextOffset;
    private Bytes lastHash;
    private long lastCommit;
    private long firstBadOffset;

    /// What is shown of a record.
    @FunctionalInterface
    interface Visitor {
        /// A whole record stands at index `at` of `buffer`, which is at `position` of the segment.
        void record(ByteBuffer buffer, int at, long position);
    }

    private FrameReader(DiskFile file, SegmentHeader header, long limit, boolean mustReachLimit) {
        this.window = new Window(file, CHUNK_BYTES);
        this.limit = limit;
        this.mustReachLimit = mustReachLimit;
        this.nextOffset = header.firstOffset();
        this.lastHash = header.previousHash();
        this.lastCommit = header.lastCommit();
    }

    /// Reads a closed segment, all of which must be whole.
    static FrameReader closed(Disk disk, Segment segment) throws IOException {
        var file = disk.openToRead(segment.fileName());
        return new FrameReader(file, segment.header(), segment.end(), true);
    }

    /// Reads a segment whose end is not known, as far as it is whole.
    static FrameReader open(DiskFile file, SegmentHeader header) throws IOException {
        return new FrameReader(file, header, file.size(), false);
    }

    /// Moves to the next frame; false if no whole one stands there.
    ///
    /// @throws LogDamaged if the segment is closed and does not end there
    boolean next() throws IOException {
        position = next;
        frame = null;
        boolean found = position < limit && check();
        if (!found && mustReachLimit && position != limit) {
            throw new LogDamaged(firstBadOffset, "a checksum does not match in a closed segment");
        }
        return found;
    }

    /// Moves behind the last whole frame and answers the offset that would follow.
    long skipAll() throws IOException {
        boolean more = true;
        while (more) {
            more = next();
        }
        return nextOffset;
    }

    /// The frame found by [#next].
    Frame frame() {
        if (frame == null) {
            throw new IllegalStateException("no frame at " + position);
        }
        return frame;
    }

    /// Where the frame starts or, if there is none, would have to.
    long position() {
        return position;
    }

    /// The position behind the frame.
    long end() {
        return next;
    }

    long nextOffset() {
        return nextOffset;
    }

    Bytes lastHash() {
        return lastHash;
    }

    /// Commit time of the last record, microseconds.
    long lastCommit() {
        return lastCommit;
    }

    /// When there is no whole frame: the first offset that cannot be trusted.
    long firstBadOffset() {
        return firstBadOffset;
    }

    /// Shows the records of the frame in order.
    void forEach(Visitor visitor) throws IOException {
        long at = position + Frame.HEADER_BYTES;
        while (at < next) {
            int head = window.at(at, RecordFormat.FIXED_BYTES, next);
            int length = RecordFormat.length(window.buffer(), head);
            int index = window.at(at, length, next);
            visitor.record(window.buffer(), index, at);
            at += length;
        }
    }

    /// Looks at the file again: another process may have written meanwhile.
    void lookAgain() {
        window.forget();
    }

    /// What stands where the next frame would have to.
    TailCheck checkTail() throws IOException {
        return TailCheck.of(window, next, limit);
    }

    private boolean check() throws IOException {
        firstBadOffset = nextOffset;
        int at = window.at(position, Frame.HEADER_BYTES, limit);
        var header = at < 0 ? null : Frame.read(window.buffer(), at);
        if (header != null && !continues(header)) {
            throw new LogDamaged(
                    nextOffset,
                    header.firstOffset() == nextOffset
                            ? "what stands there does not continue the record before"
                            : LogDamaged.misplaced(nextOffset, header.firstOffset()));
        }
        if (header == null || position + Frame.HEADER_BYTES + header.bodyBytes() > limit) {
            return false;
        }
        long end = position + Frame.HEADER_BYTES + header.bodyBytes();
        if (!checkRecords(header, end)) {
            return false;
        }
        frame = header;
        next = end;
        nextOffset += header.records();
        return true;
    }

    private boolean continues(Frame header) {
        return header.firstOffset() == nextOffset && header.previousHash().equals(lastHash);
    }

    private boolean checkRecords(Frame header, long end) throws IOException {
        long at = position + Frame.HEADER_BYTES;
        Bytes hash = lastHash;
        long commit = lastCommit;
        for (int i = 0; i < header.records(); i++) {
            int index = wholeRecord(at, end);
            if (index < 0) {
                return false;
            }
            long offset = RecordFormat.offset(window.buffer(), index);
            if (offset != firstBadOffset) {
                // No torn write leaves a whole record in a wrong place.
                throw new LogDamaged(firstBadOffset, LogDamaged.misplaced(firstBadOffset, offset));
            }
            hash = RecordFormat.hash(window.buffer(), index);
            commit = RecordFormat.committedAt(window.buffer(), index);
            at += RecordFormat.length(window.buffer(), index);
            firstBadOffset++;
        }
        lastHash = hash;
        lastCommit = commit;
        return at == end;
    }

    private int wholeRecord(long at, long end) throws IOException {
        int head = window.at(at, RecordFormat.FIXED_BYTES, end);
        if (head < 0) {
            return -1;
        }
        int length = RecordFormat.length(window.buffer(), head);
        if (length < RecordFormat.FIXED_BYTES || at + length > end) {
            return -1;
        }
        int index = window.at(at, length, end);
        return index >= 0 && RecordFormat.isWhole(window.buffer(), index, length) ? index : -1;
    }

    @Override
    public void close() {
        window.close();
    }
}
