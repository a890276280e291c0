package io.dromos.checks.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A library in C between a process and its disk: its syncs fail or stall on order, and what it
/// does is recorded. See `faults/disk.c` in the resources.
public final class DiskShim {

    private static final String BELOW = "/server-data/";

    private final Path preloaded;
    private final Path directory;

    private DiskShim(Path preloaded, Path directory) {
        this.preloaded = preloaded;
        this.directory = directory;
    }

    /// Compiles the library. Without a C compiler the test is skipped.
    ///
    /// @param directory for the library, orders and the record
    public static DiskShim in(Path directory) throws IOException, InterruptedException {
        var preloaded = Preloaded.compile("disk", directory);
        Files.createDirectories(directory.resolve("orders"));
        return new DiskShim(preloaded, directory);
    }

    /// What puts it before a server of [Cluster].
    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", preloaded.toString(),
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
