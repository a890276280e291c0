package io.dromos.journal.embedded;

import io.dromos.journal.disk.DiskFile;
import io.dromos.journal.disk.DiskFull;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A segment's file, open for writing. It is filled with zeros ahead of the frames, so that a sync
/// of the log need not wait for new blocks, and so that a full disk is met by zeros and never by a
/// frame. Belongs to one thread at a time.
final class SegmentFile implements AutoCloseable {
    private static final int STEP_BYTES = 1 << 20;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(STEP_BYTES).asReadOnlyBuffer();

    private final int number;
    private final DiskFile file;
    private final long capacity;
    private long filled;

    /// @param capacity the size that is aimed at; a file that is already larger keeps its size
    SegmentFile(int number, DiskFile file, long capacity) throws IOException {
        this.number = number;
        this.file = file;
        this.filled = file.size();
        this.capacity = Math.max(capacity, filled);
    }

    int number() {
        return number;
    }

    /// No frame goes beyond.
    long capacity() {
        return capacity;
    }

    /// How much of it is filled, from 0 to 1.
    double progress() {
        return (double) filled / capacity;
    }

    boolean isFilled() {
        return filled == capacity;
    }

    /// Fills one more step and syncs it.
    ///
    /// @throws DiskFull if there is no room; what is in the file is as good as before
    /// @throws IOException if the write or sync failed, which leaves the file in doubt
    void fillStep() throws IOException {
        int count = (int) Math.min(STEP_BYTES, capacity - filled);
        file.write(ZEROS.duplicate().limit(count), filled);
        try {
            file.sync();
        } catch (DiskFull e) {
            throw new IOException("sync failed", e);
        }
        filled += count;
    }

    /// Fills up to `end` at least.
    void reserve(long end) throws IOException {
        while (filled < end) {
            fillStep();
        }
    }

    /// One write, one sync, in what is filled.
    void write(ByteBuffer bytes, long position) throws IOException {
        file.write(bytes, position);
        file.sync();
    }

    /// Writes again what is there, and syncs it.
    void rewrite(long from, long to) throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
        file.read(bytes, from);
        write(bytes.flip(), from);
    }

    @Override
    public void close() {
        file.close();
    }
}
