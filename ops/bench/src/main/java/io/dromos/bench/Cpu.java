package io.dromos.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Processor time of a process, as the kernel counts it: it says what something costs, however many
/// others want the processors.
record Cpu(long pid) {

    /// The kernel counts in hundredths of a second, whatever its own clock.
    private static final double MILLIS_PER_TICK = 10;

    /// Milliseconds so far, in all threads.
    double total() throws IOException {
        return millis(directory());
    }

    /// Milliseconds of it in the threads that compile and collect garbage.
    double upkeep() throws IOException {
        double upkeep = 0;
        try (var tasks = Files.newDirectoryStream(directory().resolve("task"))) {
            for (var task : tasks) {
                var name = Files.readString(task.resolve("comm"));
                boolean compiles = name.startsWith("C1 ") || name.startsWith("C2 ");
                if (compiles || name.startsWith("VM Thread")) upkeep += millis(task);
            }
        }
        return upkeep;
    }

    private Path directory() {
        return Path.of("/proc/" + pid);
    }

    private static double millis(Path directory) throws IOException {
        var stat = Files.readString(directory.resolve("stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_PER_TICK;
    }
}
