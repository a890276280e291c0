package io.dromos.agent.node.supervise;

/// How much of a task's output is kept, for each of `stdout` and `stderr`.
///
/// @param bytes a file is renamed to `NAME.1` when it has about this size (at most 4 KiB more)
/// @param kept how many older files stay beside the current one
public record LogLimits(long bytes, int kept) {
    /// As Mesos' rotating container logger: 10 MiB, and one older file.
    public static final LogLimits STANDARD = new LogLimits(10L << 20, 1);

    public LogLimits {
        if (bytes < 4096 || kept < 0 || kept > 100) {
            throw new IllegalArgumentException(
                    "log files need at least 4096 bytes and 0 to 100 older files, not "
                            + bytes
                            + " and "
                            + kept);
        }
    }
}
