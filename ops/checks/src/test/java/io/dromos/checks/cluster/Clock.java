package io.dromos.checks.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/// The calendar clock of the processes of a cluster, which tests set as they like; the monotonic
/// clock goes on. See `faults/clock.c` in the resources.
public final class Clock {

    private final Path preloaded;
    private final Path offset;

    private Clock(Path preloaded, Path offset) {
        this.preloaded = preloaded;
        this.offset = offset;
    }

    /// Compiles the library. Without a C compiler the test is skipped.
    ///
    /// @param directory for the library and the clock
    public static Clock in(Path directory) throws IOException, InterruptedException {
        var offset = directory.resolve("clock");
        Files.write(offset, new byte[Long.BYTES]);
        return new Clock(Preloaded.compile("clock", directory), offset);
    }

    /// What puts it before a process of [Cluster].
    public Map<String, String> environment() {
        return Map.of("LD_PRELOAD", preloaded.toString(), "DROMOS_CLOCK", offset.toString());
    }

    /// Sets the clock of all processes so far ahead of the machine's, or behind it.
    public void set(Duration ahead) throws IOException {
        var bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        bytes.putLong(0, ahead.toSeconds());
        // In one write and in place, for others have it mapped.
        try (var file = FileChannel.open(offset, StandardOpenOption.WRITE)) {
            file.write(bytes, 0);
        }
    }
}
