package io.dromos.checks.cuts;

import io.dromos.checks.cluster.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// What a run of servers made of their log, and began from.
///
/// @param segments how many were begun
/// @param checkpoints how many are kept
/// @param starts how many began from a checkpoint
record LogParts(long segments, long checkpoints, long starts) {

    private static final Pattern FROM_CHECKPOINT =
            Pattern.compile("Folded \\d+ records after offset [1-9]");

    static LogParts of(Cluster cluster) throws IOException {
        return new LogParts(
                files(cluster.data().resolve("log"), "\\d{10}\\.log").stream()
                        .filter(LogParts::isBegun)
                        .count(),
                files(cluster.data().resolve("checkpoints"), "checkpoint-\\d+").size(),
                FROM_CHECKPOINT.matcher(cluster.server().errors()).results().count());
    }

    private static List<Path> files(Path directory, String name) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches(name)).toList();
        }
    }

    /// One that is only prepared is blank.
    private static boolean isBegun(Path segment) {
        try (var bytes = Files.newInputStream(segment)) {
            return bytes.read() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
