package io.dromos.journal.embedded;

import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.LogDamaged;
import io.dromos.journal.LogRecord;
import io.dromos.journal.disk.Disk;
import java.io.IOException;
import java.util.UUID;

/// Reads frames and records of one segment at places where they must be, below its durable end.
final class RecordWindow implements AutoCloseable {
    private final Window window;
    private final Segment segment;
    private final UUID incarnation;

    RecordWindow(Disk disk, Segment segment, int chunkBytes) throws IOException {
        this.window = new Window(disk.openToRead(segment.fileName()), chunkBytes);
        this.segment = segment;
        this.incarnation = segment.header().incarnation();
    }

    Segment segment() {
        return segment;
    }

    /// The header of the frame at `position`.
    ///
    /// @param offset the offset to name if it is damaged
    Frame frame(long position, long end, long offset) throws IOException {
        int at = window.at(position, Frame.HEADER_BYTES, end);
        var frame = at < 0 ? null : Frame.read(window.buffer(), at);
        if (frame == null) {
            throw new LogDamaged(offset, "no frame at " + position + " of " + segment.fileName());
        }
        return frame;
    }

    /// The length of the record at `position`, which must end before `end`.
    int length(long position, long end, long offset) throws IOException {
        int at = window.at(position, RecordFormat.FIXED_BYTES, end);
        int length = at < 0 ? -1 : RecordFormat.length(window.buffer(), at);
        if (length < RecordFormat.FIXED_BYTES || position + length > end) {
            throw damaged(position, offset);
        }
        return length;
    }

    /// The record of `length` bytes at `position`, checked and decoded.
    LogRecord record(long position, int length, long end, long offset, Bytes previousHash)
            throws IOException {
        int at = window.at(position, length, end);
        if (at < 0 || !RecordFormat.isWhole(window.buffer(), at, length)) {
            throw damaged(position, offset);
        }
        return RecordFormat.decode(window.buffer(), at, incarnation, previousHash);
    }

    /// The hash that stands before the record at `position`, in the record or header before it.
    Bytes hashBefore(long position, long end, long offset) throws IOException {
        int at = window.at(position - Chain.HASH_BYTES, Chain.HASH_BYTES, end);
        if (at < 0) {
            throw damaged(position, offset);
        }
        return RecordFormat.bytes(window.buffer(), at, Chain.HASH_BYTES);
    }

    private LogDamaged damaged(long position, long offset) {
        return new LogDamaged(
                offset,
                "the record at %d of %s does not match its checksum"
                        .formatted(position, segment.fileName()));
    }

    @Override
    public void close() {
        window.close();
    }
}
