package io.dromos.cli.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A process for good: its number, and when it started, since numbers are given again.
///
/// @param pid its number
/// @param startTicks its start in clock ticks since the machine's, field 22 of `/proc/PID/stat`
public record ProcessMark(long pid, long startTicks) {

    private static final int FIELD_STATE = 0;
    private static final int FIELD_THREADS = 17;
    private static final int FIELD_START = 19;

    /// The mark of a process that runs.
    public static Optional<ProcessMark> of(long pid) {
        try {
            var stat =
                    Files.readString(
                            Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The name in brackets may hold spaces; the fields after it do not.
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            // While other threads still end, a process has its files and locks.
            boolean ended = Integer.parseInt(fields[FIELD_THREADS]) <= 1;
            if (fields[FIELD_STATE].equals("Z") && ended) return Optional.empty();
            return Optional.of(new ProcessMark(pid, Long.parseLong(fields[FIELD_START])));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Whether it still runs.
    public boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /// Sends SIGTERM, unless it has ended.
    public void terminate() {
        if (isAlive()) ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }

    /// Sends SIGKILL, unless it has ended.
    public void kill() {
        if (isAlive()) ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /// Waits for its end.
    ///
    /// @return whether it ended in time
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (isAlive()) {
            if (System.nanoTime() > deadline) return false;
            Thread.sleep(10);
        }
        return true;
    }
}
