package io.dromos.journal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A disk in memory with a page cache that can be lost. It keeps apart what a program sees and what
/// is on the platter, and behaves as badly as [Disk] allows:
///
/// - [#powerCut]: of what was not synced each block, name and size is there or not, one block may
///   be torn;
/// - [#failSyncs]: a failed sync drops what was dirty, and a later sync does not write it (as Linux
///   does); some of it may have been written;
/// - [#limitBytes]: the disk fills up;
/// - [#failWrites]: writes fail, half done;
/// - [#stall]: nothing is answered until released;
/// - [#dieAfter]: the machine stops within a given operation.
public final class MemoryDisk implements Disk {
    private final Map<String, MemoryFile> names = new TreeMap<>();
    private final Map<String, MemoryFile> durableNames = new HashMap<>();
    private final List<NameChange> pendingNames = new ArrayList<>();
    private boolean locked;
    private boolean dead;
    private int syncsToFail;
    private int writesToFail;
    private int operationsLeft = -1;
    private final Random failing = new Random(1);
    private int syncs;
    private long bytesMax = Long.MAX_VALUE;
    private @Nullable CountDownLatch gate;

    private record NameChange(@Nullable String removed, @Nullable String added, MemoryFile file) {
        private void apply(Map<String, MemoryFile> names) {
            if (removed != null) {
                names.remove(removed);
            }
            if (added != null) {
                names.put(added, file);
            }
        }
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
        return names.values().stream().mapToLong(MemoryFile::size).sum();
    }

    /// Lets the machine stop within the operation behind the next `count`: it may have been carried
    /// out or not, and nobody hears of it. Opening, reading and listing are no such operations.
    public synchronized void dieAfter(int count) {
        operationsLeft = count;
    }

    /// Whether [#dieAfter] has struck.
    public synchronized boolean isDead() {
        return dead;
    }

    /// Changes one byte of a file behind everybody's back, on the platter too.
    public synchronized void flip(String name, int position, int mask) {
        file(name).flip(position, mask);
    }

    /// Cuts a file behind everybody's back.
    public synchronized void cut(String name, int size) {
        file(name).cut(size);
    }

    /// All bytes of a file as the program sees them.
    public synchronized byte[] bytes(String name) {
        return file(name).bytes();
    }

    private MemoryFile file(String name) {
        return Objects.requireNonNull(names.get(name), name);
    }

    /// A second disk with the same content, synced and not.
    public synchronized MemoryDisk copy() {
        var copy = new MemoryDisk();
        var files = new IdentityHashMap<MemoryFile, MemoryFile>();
        UnaryOperator<MemoryFile> copied = file -> files.computeIfAbsent(file, MemoryFile::copy);
        names.forEach((name, file) -> copy.names.put(name, copied.apply(file)));
        durableNames.forEach((name, file) -> copy.durableNames.put(name, copied.apply(file)));
        for (var change : pendingNames) {
            var file = copied.apply(change.file());
            copy.pendingNames.add(new NameChange(change.removed(), change.added(), file));
        }
        return copy;
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
        left.values().stream().distinct().forEach(file -> file.loseCache(random));
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
        var file = names.get(name);
        if (file == null) {
            file = new MemoryFile();
            change(new NameChange(null, name, file));
        }
        return new Handle(file);
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
        var file = names.get(name);
        if (file != null) {
            change(new NameChange(name, null, file));
        }
    }

    @Override
    public void syncNames() throws IOException {
        awaitGate();
        synchronized (this) {
            within(() -> {});
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

    private void change(NameChange change) throws IOException {
        Runnable carriedOut =
                () -> {
                    change.apply(names);
                    pendingNames.add(change);
                };
        within(carriedOut);
        carriedOut.run();
    }

    private MemoryFile existing(String name) throws NoSuchFileException {
        var file = names.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
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

    /// Counts an operation.
    ///
    /// @param possibly what the machine may still have done when it stopped within this operation
    private void within(Runnable possibly) throws IOException {
        alive();
        if (operationsLeft-- == 0) {
            dead = true;
            possibly.run();
            throw new IOException("the machine stopped");
        }
    }

    private final class Handle implements DiskFile {
        private final MemoryFile file;

        private Handle(MemoryFile file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            synchronized (MemoryDisk.this) {
                alive();
                int before = into.remaining();
                file.read(into, position);
                return before - into.remaining();
            }
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            awaitGate();
            synchronized (MemoryDisk.this) {
                var all = bytes.duplicate();
                within(() -> file.write(all, position));
                boolean fails = writesToFail > 0 && writesToFail-- > 0;
                int count = fails ? bytes.remaining() / 2 : bytes.remaining();
                if (position + count - file.size() > bytesMax - usedBytes()) {
                    throw new DiskFull("memory");
                }
                var part = bytes.slice(bytes.position(), count);
                bytes.position(bytes.position() + count);
                file.write(part, position);
                if (fails) {
                    throw new IOException("write failed on order");
                }
            }
        }

        @Override
        public void sync() throws IOException {
            awaitGate();
            synchronized (MemoryDisk.this) {
                within(() -> {});
                if (syncsToFail > 0) {
                    syncsToFail--;
                    file.failSync(failing);
                    throw new IOException("sync failed on order");
                }
                file.sync();
                syncs++;
            }
        }

        @Override
        public long size() {
            synchronized (MemoryDisk.this) {
                return file.size();
            }
        }

        @Override
        public void close() {}
    }
}
