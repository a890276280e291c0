package io.dromos.journal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// A directory of the real file system.
public final class DirectoryDisk implements Disk {
    private static final String LOCK = "lock";
    private static final int LOCK_TRIES = 20;
    private static final long LOCK_PAUSE_NANOS = 10_000_000;
    private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

    private final Path directory;

    private DirectoryDisk(Path directory) {
        this.directory = directory;
    }

    /// Uses `directory`; creates it, readable by its owner only, if it is not there.
    public static DirectoryDisk at(Path directory) throws IOException {
        create(directory.toAbsolutePath());
        return new DirectoryDisk(directory);
    }

    /// Uses `directory`, and makes nothing.
    ///
    /// @throws NoSuchFileException if it is not there
    public static DirectoryDisk existing(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
        return new DirectoryDisk(directory);
    }

    /// Who has the lock, if somebody has. Takes nothing: who asks for the lock in the very moment
    /// waits for the end of it.
    public Optional<String> user() throws IOException {
        // Closing any handle of the file would end this process's own lock.
        if (LOCKED.contains(directory.toRealPath())) {
            return Optional.of("this very process");
        }
        var file = directory.resolve(LOCK);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // A shared lock is refused while somebody has the exclusive one.
            if (channel.tryLock(0, Long.MAX_VALUE, true) != null) {
                return Optional.empty();
            }
            return Optional.of(owner(file));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static String owner(Path file) throws IOException {
        var owner = Files.readString(file).strip();
        return owner.isEmpty() ? "another process" : owner;
    }

    /// The name of each directory that is created is durable before anything is put into it.
    private static void create(Path directory) throws IOException {
        var parent = directory.getParent();
        if (Files.isDirectory(directory) || parent == null) {
            return;
        }
        create(parent);
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        syncDirectory(parent);
    }

    @Override
    public String place() {
        return directory.toString();
    }

    @Override
    public List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(LOCK))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return open(
                name, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public DiskFile openToRead(String name) throws IOException {
        return open(name, StandardOpenOption.READ);
    }

    private DiskFile open(String name, StandardOpenOption... options) throws IOException {
        var file = directory.resolve(name);
        try {
            return new ChannelFile(file, FileChannel.open(file, options));
        } catch (IOException e) {
            throw fullOr(e, file);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                directory.resolve(from),
                directory.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void syncNames() throws IOException {
        syncDirectory(directory);
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Asks the operating system and, because its locks know processes only and are lost when *any*
    /// handle of the file is closed, first a set of our own.
    @Override
    public Lock lock() throws IOException {
        var real = directory.toRealPath();
        if (!LOCKED.add(real)) {
            throw new DirectoryInUse(place(), "this very process");
        }
        try {
            var channel = lockFile(directory.resolve(LOCK));
            return () -> {
                closeQuietly(channel);
                LOCKED.remove(real);
            };
        } catch (IOException | RuntimeException e) {
            LOCKED.remove(real);
            throw e;
        }
    }

    private FileChannel lockFile(Path file) throws IOException {
        var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (!lock(channel)) {
                throw new DirectoryInUse(place(), owner(file));
            }
            sign(channel);
            return channel;
        } catch (IOException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    /// Who looks whether somebody has the lock holds it back for a moment.
    private static boolean lock(FileChannel channel) throws IOException {
        for (int tries = 0; tries < LOCK_TRIES; tries++) {
            if (channel.tryLock() != null) {
                return true;
            }
            LockSupport.parkNanos(LOCK_PAUSE_NANOS);
        }
        return false;
    }

    /// Says who has the lock. On a full disk nobody is named, which is no reason not to start.
    private static void sign(FileChannel channel) throws IOException {
        var owner = "process " + ProcessHandle.current().pid();
        channel.truncate(0);
        try {
            channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException e) {
            channel.truncate(0);
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Closing tells nothing about what was synced, and there is nothing left to do with the
            // handle.
            return;
        }
    }

    /// The JDK has no exception of its own for a full disk, only the system's words.
    private static IOException fullOr(IOException e, Path file) {
        var words = String.valueOf(e.getMessage());
        return words.contains("No space left") || words.contains("quota exceeded")
                ? new DiskFull(file.toString(), e)
                : e;
    }

    private record ChannelFile(Path file, FileChannel channel) implements DiskFile {
        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            int total = 0;
            while (into.hasRemaining()) {
                int count = channel.read(into, position + total);
                if (count < 0) {
                    break;
                }
                total += count;
            }
            return total;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            try {
                long at = position;
                while (bytes.hasRemaining()) {
                    at += channel.write(bytes, at);
                }
            } catch (IOException e) {
                throw fullOr(e, file);
            }
        }

        @Override
        public void sync() throws IOException {
            try {
                channel.force(false);
            } catch (IOException e) {
                throw fullOr(e, file);
            }
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() {
            closeQuietly(channel);
        }
    }
}
