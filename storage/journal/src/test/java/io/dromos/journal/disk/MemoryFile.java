package io.dromos.journal.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a file of [MemoryDisk] holds: as a program sees it, and as it stands on the platter. Blocks
/// are never changed, only replaced, so that copies share them; one that is absent is all zeros.
final class MemoryFile {
    private static final int BLOCK = 512;

    private Content seen = new Content(new byte[0][], 0);
    private Content platter = new Content(new byte[0][], 0);
    private BitSet dirty = new BitSet();

    private static final class Content {
        private final byte[] @Nullable [] blocks;
        private final long size;

        private Content(byte[] @Nullable [] blocks, long size) {
            this.blocks = blocks;
            this.size = size;
        }

        /// The same blocks as far as `size` goes, zeros behind.
        private Content sized(long newSize) {
            int count = Math.toIntExact((newSize + BLOCK - 1) / BLOCK);
            var cut = Arrays.copyOf(blocks, count);
            int rest = (int) (newSize % BLOCK);
            if (newSize < size && rest > 0) {
                cut[count - 1] = upTo(rest, cut[count - 1], null);
            }
            return new Content(cut, newSize);
        }

        /// The first bytes of one block, the rest of another.
        private static byte @Nullable [] upTo(
                int count, byte @Nullable [] first, byte @Nullable [] rest) {
            var mixed = rest == null ? new byte[BLOCK] : rest.clone();
            System.arraycopy(first == null ? new byte[BLOCK] : first, 0, mixed, 0, count);
            return mixed;
        }

        private void read(ByteBuffer into, long position) {
            long end = Math.min(size, position + into.remaining());
            for (long at = position; at < end; ) {
                int from = (int) (at % BLOCK);
                int count = (int) Math.min(BLOCK - from, end - at);
                var block = blocks[(int) (at / BLOCK)];
                into.put(block == null ? new byte[BLOCK] : block, from, count);
                at += count;
            }
        }
    }

    long size() {
        return seen.size;
    }

    void read(ByteBuffer into, long position) {
        seen.read(into, position);
    }

    byte[] bytes() {
        var all = ByteBuffer.allocate(Math.toIntExact(seen.size));
        seen.read(all, 0);
        return all.array();
    }

    void write(ByteBuffer bytes, long position) {
        long end = position + bytes.remaining();
        if (end > seen.size) {
            seen = seen.sized(end);
        }
        for (long at = position; at < end; ) {
            int index = (int) (at / BLOCK);
            int from = (int) (at % BLOCK);
            int count = (int) Math.min(BLOCK - from, end - at);
            seen.blocks[index] = written(seen.blocks[index], bytes, from, count);
            dirty.set(index);
            at += count;
        }
    }

    private static byte @Nullable [] written(
            byte @Nullable [] old, ByteBuffer bytes, int from, int count) {
        var block = old == null ? new byte[BLOCK] : old.clone();
        bytes.get(block, from, count);
        return old == null && Arrays.equals(block, new byte[BLOCK]) ? null : block;
    }

    /// Everything reaches the platter.
    void sync() {
        if (platter.size != seen.size) {
            platter = platter.sized(seen.size);
        }
        dirty.stream().forEach(index -> keep(index, BLOCK));
        dirty = new BitSet();
    }

    /// Some of what was dirty reaches the platter. The rest never will: it passes for clean.
    void failSync(RandomGenerator random) {
        if (random.nextBoolean()) {
            platter = platter.sized(seen.size);
        }
        dirty.stream().filter(_ -> random.nextBoolean()).forEach(index -> keep(index, BLOCK));
        dirty = new BitSet();
    }

    private void keep(int index, int count) {
        if (index < platter.blocks.length) {
            var now = index < seen.blocks.length ? seen.blocks[index] : null;
            platter.blocks[index] =
                    count == BLOCK ? now : Content.upTo(count, now, platter.blocks[index]);
        }
    }

    /// What was not synced is lost block by block, or not, or torn; the size may be the old one,
    /// the new one or between.
    void loseCache(RandomGenerator random) {
        long size = platter.size;
        if (seen.size != size) {
            size =
                    switch (random.nextInt(3)) {
                        case 0 -> size;
                        case 1 -> seen.size;
                        default ->
                                random.nextLong(
                                        Math.min(size, seen.size), Math.max(size, seen.size));
                    };
        }
        // A block that had no place on the platter yet gets one first.
        platter = platter.sized(Math.max(platter.size, seen.size));
        dirty.stream().forEach(index -> keep(index, survivors(random)));
        platter = platter.sized(size);
        seen = platter.sized(size);
        dirty = new BitSet();
    }

    private static int survivors(RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> 0;
            case 2 -> random.nextInt(BLOCK);
            default -> BLOCK;
        };
    }

    /// Changes one byte behind everybody's back, on the platter too.
    void flip(int position, int mask) {
        for (var content : new Content[] {seen, platter}) {
            if (position < content.size) {
                var block = content.blocks[position / BLOCK];
                var flipped = block == null ? new byte[BLOCK] : block.clone();
                flipped[position % BLOCK] ^= (byte) mask;
                content.blocks[position / BLOCK] = flipped;
            }
        }
    }

    /// Cuts it behind everybody's back.
    void cut(long size) {
        seen = seen.sized(size);
        platter = platter.sized(Math.min(size, platter.size));
    }

    MemoryFile copy() {
        var copy = new MemoryFile();
        copy.seen = seen.sized(seen.size);
        copy.platter = platter.sized(platter.size);
        copy.dirty = (BitSet) dirty.clone();
        return copy;
    }
}
