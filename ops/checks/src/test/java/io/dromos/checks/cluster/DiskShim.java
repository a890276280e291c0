package io.dromos.checks.cluster;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A library in C between a process and its disk: its syncs fail or stall on order, and what it
/// does is recorded. See `faults/disk.c` in the resources.
public final class DiskShim {

    private static final String BELOW = "/server-data/";
    private static final int COMPILE_SECONDS_MAX = 60;

    private final Path library;
    private final Path directory;

    private DiskShim(Path library, Path directory) {
        this.library = library;
        this.directory = directory;
    }

    /// Compiles the library. Without a C compiler the test is skipped.
    ///
    /// @param directory for the library, orders and the record
    public static DiskShim in(Path directory) throws IOException, InterruptedException {
        var source = directory.resolve("disk.c");
        var library = directory.resolve("disk.so");
        try (var stream = DiskShim.class.getResourceAsStream("/faults/disk.c")) {
            Files.write(source, Objects.requireNonNull(stream).readAllBytes());
        }
        var command = new ProcessBuilder(compiler(library, source)).redirectErrorStream(true);
        try {
            var process = command.start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(COMPILE_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0)
                throw new AssertionError("gcc: " + said);
        } catch (IOException e) {
            abort("gcc is missing: " + e.getMessage());
        }
        Files.createDirectories(directory.resolve("orders"));
        return new DiskShim(library, directory);
    }

    private static String[] compiler(Path library, Path source) {
        return new String[] {
            "gcc", "-shared", "-fPIC", "-O1", "-o", library.toString(), source.toString(), "-ldl"
        };
    }

    /// What puts it before a server of [Cluster].
    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "DROMOS_DISK_BELOW", BELOW,
                "DROMOS_DISK_ORDERS", directory.resolve("orders").toString());
    }

    /// The same, recording everything.
    public Map<String, String> recording() {
        var all = new HashMap<>(environment());
        all.put("DROMOS_DISK_RECORD", record().toString());
        return all;
    }

    /// Where everything is recorded.
    public Path record() {
        return directory.resolve("record");
    }

    /// The next sync of written data fails.
    public void failOneSync() throws IOException {
        Files.createFile(directory.resolve("orders/fail"));
    }

    /// Whether the sync that was to fail has failed.
    public boolean hasFailed() {
        return !Files.exists(directory.resolve("orders/fail"));
    }

    /// Every sync waits until [#release].
    public void stall() throws IOException {
        Files.createFile(directory.resolve("orders/stall"));
    }

    /// The disk goes on.
    public void release() throws IOException {
        Files.deleteIfExists(directory.resolve("orders/stall"));
    }
}
