package io.dromos.journal.embedded;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The index of the open segment, in memory. One thread adds, any thread reads.
final class GrowingIndex implements SegmentIndex {
    /// A frame is noted only if it starts this much behind the last noted one.
    private static final int SPARSE_BYTES = 64 << 10;

    private final Map<String, Places> ids = new ConcurrentHashMap<>();
    private long[] frameOffsets = new long[16];
    private int[] framePositions = new int[16];
    private int frames;

    /// Notes that the frame at `position` starts with `firstOffset`.
    synchronized void addFrame(long firstOffset, long position) {
        if (frames > 0 && position < framePositions[frames - 1] + SPARSE_BYTES) {
            return;
        }
        if (frames == frameOffsets.length) {
            frameOffsets = Arrays.copyOf(frameOffsets, frames * 2);
            framePositions = Arrays.copyOf(framePositions, frames * 2);
        }
        frameOffsets[frames] = firstOffset;
        framePositions[frames++] = (int) position;
    }

    /// The places to which records of the aggregate are added, the first of which has `sequenceNr`.
    Places places(String persistenceId, long sequenceNr, int previousSegment) {
        return ids.computeIfAbsent(persistenceId, _ -> new Places(sequenceNr, previousSegment));
    }

    @Override
    public @Nullable Postings find(String persistenceId) {
        return ids.get(persistenceId);
    }

    @Override
    public synchronized long frameBefore(long offset) {
        int found = Arrays.binarySearch(frameOffsets, 0, frames, offset);
        int index = found >= 0 ? found : -found - 2;
        return index < 0 ? SegmentHeader.BYTES : framePositions[index];
    }

    /// The same index in the form that is kept beside a closed segment.
    synchronized SealedIndex seal(int segment) {
        var sorted = new TreeMap<byte[], Places>(Arrays::compareUnsigned);
        ids.forEach((id, places) -> sorted.put(SealedIndex.key(id), places));
        return SealedIndex.of(
                segment,
                Arrays.copyOf(frameOffsets, frames),
                Arrays.copyOf(framePositions, frames),
                sorted);
    }

    /// The places of one aggregate's records, growing.
    static final class Places implements Postings {
        private final long firstSequenceNr;
        private final int previousSegment;
        private int[] positions = new int[2];
        private int count;

        private Places(long firstSequenceNr, int previousSegment) {
            this.firstSequenceNr = firstSequenceNr;
            this.previousSegment = previousSegment;
        }

        synchronized void add(int position) {
            if (count == positions.length) {
                positions = Arrays.copyOf(positions, count * 2);
            }
            positions[count++] = position;
        }

        @Override
        public long firstSequenceNr() {
            return firstSequenceNr;
        }

        @Override
        public int previousSegment() {
            return previousSegment;
        }

        @Override
        public synchronized int count() {
            return count;
        }

        @Override
        public synchronized int position(int index) {
            return positions[index];
        }
    }
}
