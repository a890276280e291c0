package io.dromos.checks.faults;

import io.dromos.journal.disk.DiskFile;
import io.dromos.journal.disk.MemoryDisk;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// What a server did to its directories `log` and `checkpoints`, as `disk.c` recorded it, done
/// again to disks in memory, from which a power cut leaves a legal image at any moment.
final class DiskRecord {

    private final List<Operation> operations;
    private final boolean forgetful;
    private final MemoryDisk log = new MemoryDisk();
    private final MemoryDisk checkpoints = new MemoryDisk();
    private final Map<String, DiskFile> files = new HashMap<>();
    private int done;

    /// One entry of the record.
    ///
    /// @param end where it ends in the record
    private record Operation(
            char kind, String path, long position, long count, ByteBuffer payload, long end) {}

    /// What is left when the power fails.
    record Image(MemoryDisk log, MemoryDisk checkpoints) {}

    private DiskRecord(List<Operation> operations, boolean forgetful) {
        this.operations = operations;
        this.forgetful = forgetful;
    }

    static DiskRecord read(Path record) throws IOException {
        var operations = new ArrayList<Operation>();
        long size = Files.size(record);
        long end = 0;
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(record)))) {
            while (end < size) {
                char kind = (char) in.readUnsignedByte();
                int length = in.readUnsignedShort();
                var path = new String(in.readNBytes(length), StandardCharsets.UTF_8);
                long position = in.readLong();
                long count = in.readLong();
                boolean holds = kind == 'W' || kind == 'R';
                var payload = ByteBuffer.wrap(holds ? in.readNBytes((int) count) : new byte[0]);
                end += 19 + length + payload.remaining();
                operations.add(new Operation(kind, path, position, count, payload, end));
            }
        }
        return new DiskRecord(List.copyOf(operations), false);
    }

    /// The same on a disk that only pretends to sync segments.
    DiskRecord forgetful() {
        return new DiskRecord(operations, true);
    }

    /// How many operations there are.
    int size() {
        return operations.size();
    }

    /// How many operations of a kind there are, by the letters of `disk.c`.
    long count(char kind) {
        return operations.stream().filter(operation -> operation.kind() == kind).count();
    }

    /// Where in the record the operation ends.
    long end(int operation) {
        return operation == 0 ? 0 : operations.get(operation - 1).end();
    }

    /// What a power cut leaves behind the first `count` operations. May not go back.
    Image cutAfter(int count, Random random) throws IOException {
        for (; done < count; done++) carryOut(operations.get(done));
        return new Image(log.copy().powerCut(random), checkpoints.copy().powerCut(random));
    }

    private void carryOut(Operation operation) throws IOException {
        var path = operation.path();
        var disk = disk(path);
        if (disk == null || path.endsWith("/lock")) return;
        switch (operation.kind()) {
            case 'C' -> files.put(path, disk.open(name(path)));
            case 'W' ->
                    file(disk, path).write(operation.payload().duplicate(), operation.position());
            case 'Z' -> {
                var zeros = ByteBuffer.allocate((int) operation.count());
                file(disk, path).write(zeros, operation.position());
            }
            case 'S' -> {
                if (name(path).isEmpty()) disk.syncNames();
                else if (!forgetful || !path.endsWith(".log")) file(disk, path).sync();
            }
            case 'R' -> {
                var to = StandardCharsets.UTF_8.decode(operation.payload().duplicate()).toString();
                disk.rename(name(path), name(to));
                files.remove(path);
                files.remove(to);
            }
            case 'U' -> {
                disk.delete(name(path));
                files.remove(path);
            }
            case 'B' -> {}
            default -> throw new IOException("'" + operation.kind() + "' of " + path);
        }
    }

    /// A file may have been open under a name that it has no more: the log does not write to such.
    private DiskFile file(MemoryDisk disk, String path) throws IOException {
        var file = files.get(path);
        if (file == null) {
            file = disk.open(name(path));
            files.put(path, file);
        }
        return file;
    }

    private @Nullable MemoryDisk disk(String path) {
        if (path.equals("log") || path.startsWith("log/")) return log;
        return path.equals("checkpoints") || path.startsWith("checkpoints/") ? checkpoints : null;
    }

    private static String name(String path) {
        return path.substring(path.indexOf('/') < 0 ? path.length() : path.indexOf('/') + 1);
    }
}
