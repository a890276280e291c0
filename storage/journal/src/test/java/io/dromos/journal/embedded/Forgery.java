package io.dromos.journal.embedded;

import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.Entry;
import io.dromos.journal.LogRecord;
import io.dromos.journal.disk.Disk;
import io.dromos.journal.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What somebody can make who may write to the disk and knows the format: a segment of any records,
/// whose checksums, frames and headers are all right.
final class Forgery {
    private final List<LogRecord> records;
    private boolean marked = true;

    Forgery(List<LogRecord> records) {
        this.records = records;
    }

    /// Without the mark that shows where the log ended.
    Forgery withoutMark() {
        marked = false;
        return this;
    }

    /// The records as a log of one frame and no mark: nothing behind it shows that it was whole.
    MemoryDisk oneFrame() throws IOException {
        var disk = new MemoryDisk();
        try (var file = disk.open(Segment.fileName(1))) {
            file.write(header().encode(), 0);
            var bodies = ByteBuffer.allocate(1 << 20).position(Frame.HEADER_BYTES);
            for (var record : records)
                bodies.put(frame(record, Chain.GENESIS).position(Frame.HEADER_BYTES));
            int bytes = bodies.position() - Frame.HEADER_BYTES;
            new Frame(bytes, records.size(), 1, Chain.GENESIS).write(bodies, 0);
            file.write(bodies.flip(), SegmentHeader.BYTES);
            file.sync();
        }
        disk.syncNames();
        return disk;
    }

    private SegmentHeader header() {
        return new SegmentHeader(1, records.getFirst().incarnation(), 1, Chain.GENESIS, 0, 0, 0);
    }

    /// The records as a log, a frame each; the mark says where the true log ended.
    MemoryDisk disk(long nextOffset, Bytes lastHash) throws IOException {
        var disk = new MemoryDisk();
        write(disk, nextOffset, lastHash);
        return disk;
    }

    private void write(Disk disk, long nextOffset, Bytes lastHash) throws IOException {
        try (var file = disk.open(Segment.fileName(1))) {
            file.write(header().encode(), 0);
            long at = SegmentHeader.BYTES;
            var hash = Chain.GENESIS;
            for (var record : records) {
                var frame = frame(record, hash);
                at += frame.limit();
                file.write(frame, at - frame.limit());
                hash = record.hash();
            }
            var mark = ByteBuffer.allocate(Frame.HEADER_BYTES);
            new Frame(0, 0, nextOffset, lastHash).write(mark, 0);
            if (marked) file.write(mark, at);
            file.sync();
        }
        disk.syncNames();
    }

    private static ByteBuffer frame(LogRecord record, Bytes previousHash) {
        var id = record.persistenceId().getBytes(StandardCharsets.UTF_8);
        var name = record.eventName().getBytes(StandardCharsets.UTF_8);
        var entry = entry(record);
        int length = RecordFormat.length(entry, id, name);
        var buffer = ByteBuffer.allocate(Frame.HEADER_BYTES + length);
        new Frame(length, 1, record.offset(), previousHash).write(buffer, 0);
        buffer.position(Frame.HEADER_BYTES);
        long committed = Chain.micros(record.committedAt());
        RecordFormat.write(buffer, entry, id, name, record.offset(), committed, record.hash());
        return buffer.flip();
    }

    private static Entry entry(LogRecord record) {
        return new Entry(
                record.persistenceId(),
                record.sequenceNr(),
                record.decidedAt(),
                record.eventName(),
                record.payload(),
                record.origin(),
                Chain.GENESIS);
    }

    /// The record with another place and content, and the same hash.
    static LogRecord changed(
            LogRecord it, long offset, String name, Instant committedAt, String payload) {
        return new LogRecord(
                it.incarnation(),
                offset,
                it.persistenceId(),
                it.sequenceNr(),
                it.decidedAt(),
                committedAt,
                name,
                Bytes.utf8(payload),
                it.origin(),
                it.previousHash(),
                it.hash());
    }

    /// The records numbered anew, with every hash made right.
    static List<LogRecord> chained(List<LogRecord> records) {
        var chain = new Chain();
        var found = new ArrayList<LogRecord>();
        var hash = Chain.GENESIS;
        for (var it : records) {
            var linked = linked(it, found.size() + 1, hash, Chain.GENESIS);
            hash = chain.hash(linked);
            found.add(linked(it, found.size() + 1, linked.previousHash(), hash));
        }
        return found;
    }

    private static LogRecord linked(LogRecord it, long offset, Bytes previous, Bytes hash) {
        return new LogRecord(
                it.incarnation(),
                offset,
                it.persistenceId(),
                it.sequenceNr(),
                it.decidedAt(),
                it.committedAt(),
                it.eventName(),
                it.payload(),
                it.origin(),
                previous,
                hash);
    }
}
