package io.dromos.journal.embedded;

import io.dromos.journal.Bytes;
import io.dromos.journal.LogDamaged;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Records;
import io.dromos.journal.disk.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// All records in order from an offset on, segment by segment, frame by frame.
final class OffsetRecords implements Records {
    private static final int CHUNK_BYTES = 256 << 10;

    private final Disk disk;
    private final Segments segments;
    private final long from;
    private RecordWindow window;
    private long position;
    private long frameEnd;
    private long nextOffset;
    private Bytes hash;

    OffsetRecords(Disk disk, Segments segments, Indexes indexes, long from) throws IOException {
        this.disk = disk;
        this.segments = segments;
        this.from = Math.max(1, from);
        var segment = segments.holding(this.from);
        this.window = new RecordWindow(disk, segment, CHUNK_BYTES);
        this.position = indexes.of(segment).frameBefore(this.from);
        this.frameEnd = position;
        this.nextOffset = segment.header().firstOffset();
        this.hash = segment.header().previousHash();
    }

    @Override
    public @Nullable LogRecord next() {
        try {
            var found = read();
            while (found != null && found.offset() < from) {
                found = read();
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable LogRecord read() throws IOException {
        while (true) {
            boolean closed = window.segment().isClosed();
            long end = window.segment().end();
            if (position < frameEnd) {
                return record(end);
            } else if (position < end) {
                enterFrame(end);
            } else if (closed) {
                enterNextSegment();
            } else {
                return null;
            }
        }
    }

    private void enterFrame(long end) throws IOException {
        var frame = window.frame(position, end, nextOffset);
        position += Frame.HEADER_BYTES;
        frameEnd = position + frame.bodyBytes();
        nextOffset = frame.firstOffset();
        hash = frame.previousHash();
        if (frameEnd > end) {
            throw new LogDamaged(nextOffset, "its frame reaches behind the end of the log");
        }
    }

    private void enterNextSegment() throws IOException {
        var next = segments.after(window.segment());
        if (next == null) {
            throw new IllegalStateException(window.segment().fileName() + " has no successor");
        }
        window.close();
        window = new RecordWindow(disk, next, CHUNK_BYTES);
        position = SegmentHeader.BYTES;
        frameEnd = position;
    }

    private LogRecord record(long end) throws IOException {
        int length = window.length(position, Math.min(end, frameEnd), nextOffset);
        var found = window.record(position, length, end, nextOffset, hash);
        if (found.offset() != nextOffset) {
            throw new LogDamaged(nextOffset, LogDamaged.misplaced(nextOffset, found.offset()));
        }
        position += length;
        nextOffset++;
        hash = found.hash();
        return found;
    }

    @Override
    public void close() {
        window.close();
    }
}
