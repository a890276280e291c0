package io.dromos.journal.embedded;

import io.dromos.journal.disk.Disk;
import io.dromos.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Makes the next segment before it is needed: filled with zeros slowly in the background, so that
/// a sync of the log never waits for new blocks, and so that a full disk is noticed while there is
/// still a segment to write to.
final class Spares {
    private static final String FILLING = ".filling";
    private static final int CHUNK_BYTES = 1 << 20;

    private final Disk disk;
    private final int segmentBytes;
    private final int smallBytes;
    private final ByteBuffer zeros = ByteBuffer.allocate(CHUNK_BYTES);
    private int nextNumber;
    private @Nullable DiskFile filling;
    private long filled;
    private @Nullable Spare ready;

    /// @param nextNumber the number of the next segment, above every number in use
    /// @param ready a spare left by an earlier run, if there is one
    Spares(Disk disk, Settings settings, int nextNumber, @Nullable Spare ready) {
        this.disk = disk;
        this.segmentBytes = settings.segmentBytes();
        this.smallBytes = settings.firstSegmentBytes();
        this.nextNumber = nextNumber;
        this.ready = ready;
    }

    static boolean isUnfinished(String name) {
        return name.endsWith(FILLING);
    }

    /// One small step of filling. Answers whether a spare is ready.
    ///
    /// @throws IOException if the disk is full or fails; a later call tries again
    synchronized boolean step() throws IOException {
        if (ready == null) {
            fillUpTo(Math.min(filled + CHUNK_BYTES, segmentBytes));
            if (filled >= segmentBytes) {
                finish();
            }
        }
        return ready != null;
    }

    /// The next segment, of at least `bytesMin`. If none is ready the caller waits for no more than
    /// a small one: he gets what has been filled so far, or fills what is missing to the small
    /// size.
    synchronized Spare take(long bytesMin) throws IOException {
        if (ready != null && ready.bytes() < bytesMin) {
            discard(ready);
        }
        if (ready == null) {
            fillUpTo(Math.max(smallBytes, bytesMin));
            finish();
        }
        return handOver();
    }

    /// Gives a segment back that was taken in vain; its number is never used again.
    synchronized void discard(Spare spare) throws IOException {
        if (spare.equals(ready)) {
            ready = null;
        }
        spare.file().close();
        disk.delete(Segment.fileName(spare.number()));
    }

    synchronized void close() {
        if (filling != null) {
            filling.close();
        }
        if (ready != null) {
            ready.file().close();
        }
    }

    private Spare handOver() {
        var spare = ready;
        if (spare == null) {
            throw new IllegalStateException("no spare segment after filling one");
        }
        ready = null;
        return spare;
    }

    private void fillUpTo(long bytes) throws IOException {
        if (filling == null) {
            filling = disk.open(unfinishedName());
            filled = 0;
        }
        while (filled < bytes) {
            int count = (int) Math.min(CHUNK_BYTES, bytes - filled);
            filling.write(zeros.clear().limit(count), filled);
            filled += count;
        }
        sync(filling);
    }

    /// Only a finished file gets the name of a segment.
    private void finish() throws IOException {
        var file = filling;
        if (file == null) {
            throw new IllegalStateException("nothing was being filled");
        }
        try {
            disk.rename(unfinishedName(), Segment.fileName(nextNumber));
            disk.syncNames();
        } catch (IOException e) {
            abandon(file);
            throw e;
        }
        ready = new Spare(nextNumber, file, filled);
        forget();
    }

    private void sync(DiskFile file) throws IOException {
        try {
            file.sync();
        } catch (IOException e) {
            abandon(file);
            throw e;
        }
    }

    /// After a failed sync the zeros are in doubt: start over, under a new number.
    private void abandon(DiskFile file) throws IOException {
        file.close();
        var name = unfinishedName();
        var finished = Segment.fileName(nextNumber);
        forget();
        disk.delete(name);
        disk.delete(finished);
    }

    private void forget() {
        filling = null;
        filled = 0;
        nextNumber++;
    }

    private String unfinishedName() {
        return Segment.fileName(nextNumber) + FILLING;
    }
}
