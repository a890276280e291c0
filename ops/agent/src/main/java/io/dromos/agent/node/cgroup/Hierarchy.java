package io.dromos.agent.node.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reading and writing the files of control groups, alike in both versions.
final class Hierarchy {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 10;

    private Hierarchy() {}

    /// Writes one setting; the kernel's refusal names file and value.
    static void set(Path group, String file, Object value) throws IOException {
        try {
            Files.writeString(group.resolve(file), value.toString());
        } catch (FileSystemException refused) {
            throw refused;
        } catch (IOException refused) {
            throw new IOException(
                    "the kernel refused '"
                            + value
                            + "' for "
                            + group.resolve(file)
                            + ": "
                            + refused.getMessage(),
                    refused);
        }
    }

    /// Writes one setting if this kernel has it.
    static void setIfThere(Path group, String file, Object value) throws IOException {
        if (Files.exists(group.resolve(file))) {
            set(group, file, value);
        }
    }

    /// A file's only number; empty when the file is missing or holds something else, such as `max`.
    static OptionalLong number(Path group, String file) {
        return read(group, file)
                .map(String::trim)
                .map(Hierarchy::parse)
                .orElse(OptionalLong.empty());
    }

    /// The number behind a key in a file of `key number` lines.
    static OptionalLong number(Path group, String file, String key) {
        return read(group, file).stream()
                .flatMap(String::lines)
                .map(line -> line.split(" "))
                .filter(words -> words.length == 2 && words[0].equals(key))
                .map(words -> parse(words[1]))
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    /// The words of a file; none when it is missing.
    static List<String> words(Path group, String file) {
        return read(group, file).stream()
                .flatMap(text -> Arrays.stream(text.trim().split("\\s+")))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /// Ends the processes of a group, again and again until none is left to fork another, and
    /// removes the group.
    static void destroy(Path group) throws IOException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Files.exists(group)) {
            killAll(group);
            if (remove(group)) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "processes "
                                + words(group, "cgroup.procs")
                                + " in "
                                + group
                                + " do not end");
            }
            pause();
        }
    }

    /// Removes an empty group; false when it is not empty.
    static boolean remove(Path group) throws IOException {
        try {
            Files.deleteIfExists(group);
            return true;
        } catch (DirectoryNotEmptyException notYet) {
            return false;
        } catch (NoSuchFileException gone) {
            return true;
        } catch (FileSystemException busy) {
            return false;
        }
    }

    /// Removes an agent's group with whatever tasks' groups are still in it.
    static void destroyWithChildren(Path own) throws IOException {
        if (!Files.isDirectory(own)) {
            return;
        }
        List<Path> children;
        try (var entries = Files.list(own)) {
            children = entries.filter(Files::isDirectory).toList();
        }
        for (var child : children) {
            destroy(child);
        }
        remove(own);
    }

    private static void killAll(Path group) throws IOException {
        if (Files.exists(group.resolve("cgroup.kill"))) {
            try {
                set(group, "cgroup.kill", 1);
            } catch (NoSuchFileException gone) {
                return;
            }
        }
        for (var word : words(group, "cgroup.procs")) {
            parse(word).stream()
                    .boxed()
                    .findFirst()
                    .flatMap(ProcessHandle::of)
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static Optional<String> read(Path group, String file) {
        try {
            return Optional.of(Files.readString(group.resolve(file)));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private static OptionalLong parse(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a control group was removed", interrupted);
        }
    }
}
