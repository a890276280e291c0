package io.dromos.journal.embedded;

import io.dromos.journal.disk.Disk;
import io.dromos.journal.disk.DiskFull;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Prepares the next segment before it is needed, slowly, in a file of its own: filling the open
/// one would slow its syncs down. It also is the reserve for a disk that fills up.
final class Spares {
    private final Disk disk;
    private final long segmentBytes;
    private int nextNumber;
    private @Nullable SegmentFile next;

    /// @param nextNumber above every number in use
    /// @param next a spare left by an earlier run, if there is one
    Spares(Disk disk, long segmentBytes, int nextNumber, @Nullable SegmentFile next) {
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.nextNumber = nextNumber;
        this.next = next;
    }

    /// One small step. Answers whether the next segment is ready.
    ///
    /// @throws IOException if the disk is full or fails; a later call tries again
    synchronized boolean step() throws IOException {
        var spare = next == null ? create(segmentBytes) : next;
        if (!spare.isFilled()) {
            fill(spare);
        }
        return spare.isFilled();
    }

    /// How much of the next segment is filled, from 0 to 1.
    synchronized double progress() {
        return next == null ? 0 : next.progress();
    }

    /// The next segment, with room for `bytesMin` at least, filled as far as it is: whoever takes
    /// it early fills the rest as he goes. Blank, and its name is durable.
    synchronized SegmentFile take(long bytesMin) throws IOException {
        if (next != null && next.capacity() < bytesMin) {
            discard(next);
        }
        var spare = next == null ? create(Math.max(segmentBytes, bytesMin)) : next;
        next = null;
        return spare;
    }

    /// Throws a segment away; its number is never used again.
    synchronized void discard(SegmentFile spare) throws IOException {
        if (spare.equals(next)) {
            next = null;
        }
        spare.close();
        disk.delete(Segment.fileName(spare.number()));
    }

    synchronized void close() {
        if (next != null) {
            next.close();
        }
    }

    private SegmentFile create(long capacity) throws IOException {
        int number = nextNumber++;
        var created = new SegmentFile(number, disk.open(Segment.fileName(number)), capacity);
        try {
            disk.syncNames();
        } catch (IOException e) {
            discard(created);
            throw e;
        }
        next = created;
        return created;
    }

    /// A full disk is waited for; after any other failure the zeros are in doubt, and the next step
    /// begins anew.
    private void fill(SegmentFile spare) throws IOException {
        try {
            spare.fillStep();
        } catch (DiskFull e) {
            throw e;
        } catch (IOException e) {
            discard(spare);
            throw e;
        }
    }
}
