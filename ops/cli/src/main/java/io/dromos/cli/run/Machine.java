package io.dromos.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What this machine has.
public final class Machine {

    private static final int CPUS_MIN = 4;
    private static final long MEGABYTES_MIN = 2_048;

    private Machine() {}

    /// What an agent offers unless told otherwise: this machine's processors, memory and disk, and
    /// at least what a small demo needs; what tasks are promised is not measured against the
    /// machine.
    public static String resources(Path data) {
        int cpus = Math.max(CPUS_MIN, Runtime.getRuntime().availableProcessors());
        return "cpus:%d;mem:%d;disk:%d"
                .formatted(
                        cpus,
                        Math.max(MEGABYTES_MIN, memory()),
                        Math.max(MEGABYTES_MIN, disk(data)));
    }

    private static long memory() {
        try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemTotal:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(kibibytes -> Long.parseLong(kibibytes) >> 10)
                    .findFirst()
                    .orElse(MEGABYTES_MIN);
        } catch (IOException _) {
            return MEGABYTES_MIN;
        }
    }

    private static long disk(Path data) {
        try {
            return Files.getFileStore(data).getUsableSpace() >> 20;
        } catch (IOException _) {
            return MEGABYTES_MIN;
        }
    }
}
