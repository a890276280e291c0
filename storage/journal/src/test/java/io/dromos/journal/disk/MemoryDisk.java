package io.dromos.journal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A disk in memory with a page cache that can be lost. It keeps apart what a program sees and what
/// is on the platter, and behaves as badly as [Disk] allows:
///
/// - [#powerCut]: of what was not synced each block, name and size is there or not, one block may
///   be torn;
/// - [#failSyncs]: a failed sync drops what was dirty, and a later sync does not write it (as Linux
///   does);
/// - [#limitBytes]: the disk fills up;
/// - [#failWrites]: writes fail, half done;
/// - [#stall]: nothing is answered until released.
public final class MemoryDisk implements Disk {
    private static final int BLOCK = 512;

    private final Map<String, Inode> names = new TreeMap<>();
    private final Map<String, Inode> durableNames = new HashMap<>();
    private final List<NameChange> pendingNames = new ArrayList<>();
    private boolean locked;
    private boolean dead;
    private int syncsToFail;
    private int writesToFail;
    private int syncs;
    private long bytesMax = Long.MAX_VALUE;
    private @Nullable CountDownLatch gate;

    private record NameChange(@Nullable String removed, @Nullable String added, Inode inode) {
        private void apply(Map<String, Inode> names) {
            if (removed != null) {
                names.remove(removed);
            }
            if (added != null) {
                names.put(added, inode);
            }
        }
    }

    private static final class Inode {
        private byte[] seen = new byte[0];
        private byte[] platter = new byte[0];
        private BitSet dirty = new BitSet();
    }

    /// The next `count` syncs fail and lose what was dirty.
    public synchronized void failSyncs(int count) {
        syncsToFail = count;
    }

    /// The next `count` writes fail after half of their bytes.
    public synchronized void failWrites(int count) {
        writesToFail = count;
    }

    /// All files together may have so many bytes.
    public synchronized void limitBytes(long max) {
        bytesMax = max;
    }

    /// Lets every write and sync wait until the answer is counted down.
    public synchronized CountDownLatch stall() {
        gate = new CountDownLatch(1);
        return gate;
    }

    /// How many syncs of files succeeded.
    public synchronized int syncs() {
        return syncs;
    }

    /// Bytes of all files as the program sees them.
    public synchronized long usedBytes() {
        return names.values().stream().mapToLong(inode -> inode.seen.length).sum();
    }

    /// Changes one byte of a file behind everybody's back, on the platter too.
    public synchronized void flip(String name, int position, int mask) {
        var inode = inode(name);
        inode.seen[position] ^= (byte) mask;
        if (position < inode.platter.length) {
            inode.platter[position] ^= (byte) mask;
        }
    }

    /// Cuts a file behind everybody's back.
    public synchronized void cut(String name, int size) {
        var inode = inode(name);
        inode.seen = Arrays.copyOf(inode.seen, size);
        inode.platter = Arrays.copyOf(inode.platter, Math.min(size, inode.platter.length));
    }

    /// All bytes of a file as the program sees them.
    public synchronized byte[] bytes(String name) {
        return inode(name).seen.clone();
    }

    private Inode inode(String name) {
        return Objects.requireNonNull(names.get(name), name);
    }

    /// A second disk with the same content, synced and not.
    public synchronized MemoryDisk copy() {
        var copy = new MemoryDisk();
        var inodes = new HashMap<Inode, Inode>();
        names.forEach((name, inode) -> copy.names.put(name, copyOf(inode, inodes)));
        durableNames.forEach((name, inode) -> copy.durableNames.put(name, copyOf(inode, inodes)));
        for (var change : pendingNames) {
            var inode = copyOf(change.inode(), inodes);
            copy.pendingNames.add(new NameChange(change.removed(), change.added(), inode));
        }
        return copy;
    }

    private static Inode copyOf(Inode inode, Map<Inode, Inode> known) {
        return known.computeIfAbsent(
                inode,
                _ -> {
                    var copy = new Inode();
                    copy.seen = inode.seen.clone();
                    copy.platter = inode.platter.clone();
                    copy.dirty = (BitSet) inode.dirty.clone();
                    return copy;
                });
    }

    /// The process dies: the page cache stays, its handles do not.
    public synchronized MemoryDisk kill() {
        dead = true;
        return copy();
    }

    /// The machine loses power: a legal remainder, chosen by `random`.
    public synchronized MemoryDisk powerCut(RandomGenerator random) {
        var after = kill();
        after.loseCache(random);
        return after;
    }

    private void loseCache(RandomGenerator random) {
        var left = new HashMap<>(durableNames);
        for (var change : pendingNames) {
            if (random.nextBoolean()) {
                change.apply(left);
            }
        }
        names.clear();
        names.putAll(left);
        durableNames.clear();
        durableNames.putAll(left);
        pendingNames.clear();
        left.values().stream().distinct().forEach(inode -> loseCache(inode, random));
    }

    private static void loseCache(Inode inode, RandomGenerator random) {
        int size = inode.platter.length;
        if (inode.seen.length != size && random.nextBoolean()) {
            size = inode.seen.length;
        }
        var left = Arrays.copyOf(inode.platter, size);
        inode.dirty.stream()
                .forEach(block -> {
                    int from = block * BLOCK;
                    int length = Math.min(BLOCK, left.length - from);
                    int kept =
                            switch (random.nextInt(5)) {
                                case 0, 1 -> 0;
                                case 2 -> length <= 0 ? 0 : random.nextInt(length);
                                default -> length;
                            };
                    if (kept > 0) {
                        System.arraycopy(inode.seen, from, left, from, kept);
                    }
                });
        inode.seen = left;
        inode.platter = left.clone();
        inode.dirty.clear();
    }

    @Override
    public String place() {
        return "memory";
    }

    @Override
    public synchronized List<String> names() throws IOException {
        alive();
        return List.copyOf(names.keySet());
    }

    @Override
    public synchronized DiskFile open(String name) throws IOException {
        alive();
        var inode = names.get(name);
        if (inode == null) {
            inode = new Inode();
            change(new NameChange(null, name, inode));
        }
        return new Handle(inode);
    }

    @Override
    public synchronized DiskFile openToRead(String name) throws IOException {
        alive();
        return new Handle(existing(name));
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        alive();
        change(new NameChange(from, to, existing(from)));
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        alive();
        var inode = names.get(name);
        if (inode != null) {
            change(new NameChange(name, null, inode));
        }
    }

    @Override
    public void syncNames() throws IOException {
        awaitGate();
        synchronized (this) {
            alive();
            durableNames.clear();
            durableNames.putAll(names);
            pendingNames.clear();
        }
    }

    @Override
    public synchronized Lock lock() throws IOException {
        if (locked) {
            throw new DirectoryInUse(place(), "this very test");
        }
        locked = true;
        return () -> {
            synchronized (this) {
                locked = false;
            }
        };
    }

    private void change(NameChange change) {
        change.apply(names);
        pendingNames.add(change);
    }

    private Inode existing(String name) throws NoSuchFileException {
        var inode = names.get(name);
        if (inode == null) {
            throw new NoSuchFileException(name);
        }
        return inode;
    }

    private void alive() throws IOException {
        if (dead) {
            throw new IOException("this process is dead");
        }
    }

    private void awaitGate() throws IOException {
        CountDownLatch closed;
        synchronized (this) {
            closed = gate;
        }
        try {
            if (closed != null) {
                closed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private final class Handle implements DiskFile {
        private final Inode inode;

        private Handle(Inode inode) {
            this.inode = inode;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            synchronized (MemoryDisk.this) {
                alive();
                int from = (int) Math.min(position, inode.seen.length);
                int count = Math.min(into.remaining(), inode.seen.length - from);
                into.put(inode.seen, from, count);
                return count;
            }
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            awaitGate();
            synchronized (MemoryDisk.this) {
                alive();
                boolean fails = writesToFail > 0 && writesToFail-- > 0;
                int count = fails ? bytes.remaining() / 2 : bytes.remaining();
                int end = (int) position + count;
                if (end - inode.seen.length > bytesMax - usedBytes()) {
                    throw new DiskFull("memory");
                }
                if (end > inode.seen.length) {
                    inode.seen = Arrays.copyOf(inode.seen, end);
                }
                bytes.get(inode.seen, (int) position, count);
                inode.dirty.set((int) position / BLOCK, (end + BLOCK - 1) / BLOCK);
                if (fails) {
                    throw new IOException("write failed on order");
                }
            }
        }

        @Override
        public void sync() throws IOException {
            awaitGate();
            synchronized (MemoryDisk.this) {
                alive();
                if (syncsToFail > 0) {
                    syncsToFail--;
                    inode.dirty.clear();
                    throw new IOException("sync failed on order");
                }
                if (inode.platter.length != inode.seen.length) {
                    inode.platter = Arrays.copyOf(inode.platter, inode.seen.length);
                }
                inode.dirty.stream()
                        .forEach(block -> {
                            int from = block * BLOCK;
                            int length = Math.min(BLOCK, inode.seen.length - from);
                            System.arraycopy(inode.seen, from, inode.platter, from, length);
                        });
                inode.dirty.clear();
                syncs++;
            }
        }

        @Override
        public long size() {
            synchronized (MemoryDisk.this) {
                return inode.seen.length;
            }
        }

        @Override
        public void close() {}
    }
}
