package io.dromos.agent.node.checkpoint;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;

/// Files that are on the disk when the call returns. Plain streams, since a channel is closed by an
/// interrupt.
final class Durable {
    private Durable() {}

    /// Writes a whole file: a reader sees the old text or the new one.
    static void write(Path file, byte[] bytes) throws IOException {
        var part = file.resolveSibling(file.getFileName() + ".part");
        try (var out = new FileOutputStream(part.toFile())) {
            out.write(bytes);
            out.getFD().sync();
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncDirectory(file.resolveSibling("."));
    }

    /// Adds to the end of a file.
    static void append(Path file, byte[] bytes) throws IOException {
        var isNew = !Files.exists(file);
        try (var out = new FileOutputStream(file.toFile(), true)) {
            out.write(bytes);
            out.getFD().sync();
        }
        if (isNew) {
            syncDirectory(file.resolveSibling("."));
        }
    }

    /// Makes new names in a directory survive a crash of the machine.
    static void syncDirectory(Path directory) throws IOException {
        var interrupted = false;
        while (true) {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
                break;
            } catch (ClosedByInterruptException early) {
                // Java ends the channel of an interrupted thread; the name must be durable still.
                interrupted = Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Removes a directory and all below it, never following a link; what is gone already is fine.
    static void deleteTree(Path directory) throws IOException {
        if (!Files.isDirectory(directory, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(directory);
            return;
        }
        List<Path> all;
        try (var walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (var path : all) {
            Files.deleteIfExists(path);
        }
    }
}
