package io.dromos.cli.run;

import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A data directory is for one process at a time; the system lets go of it when the process ends,
/// however it ends.
public final class DataLock {

    private DataLock() {}

    /// What is done with the directory.
    @FunctionalInterface
    public interface Work {

        /// Does it.
        ///
        /// @return an exit code
        int run() throws Failure, IOException, InterruptedException;
    }

    /// Does something while no other process works in the directory.
    ///
    /// @throws Failure also if another process does
    public static int hold(Path data, Work work) throws Failure, IOException, InterruptedException {
        var options =
                new StandardOpenOption[] {StandardOpenOption.CREATE, StandardOpenOption.WRITE};
        try (var channel = FileChannel.open(data.resolve("up.lock"), options)) {
            if (lock(channel) == null) throw taken(data);
            return work.run();
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private static Failure taken(Path data) {
        try {
            var running = RunFile.in(data).read();
            if (running.isPresent())
                return Failure.failed(
                        "Dromos already runs from %s (process %d, %s): see 'dromos status --data %s', or stop it with 'dromos down --data %s'"
                                .formatted(
                                        data,
                                        running.get().supervisor().pid(),
                                        running.get().url(),
                                        data,
                                        data));
        } catch (IOException _) {
            // The lock alone tells enough.
        }
        return Failure.failed("Another 'dromos up' or 'dromos down' is at work in " + data);
    }
}
