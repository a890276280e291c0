package io.dromos.agent.node.life;

import io.dromos.agent.node.supervise.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/// How long tasks have run. It is their process that tells: a clock that was set while the agent
/// was away makes no task older.
final class Age {

    /// What `/proc` counts a second in, whatever the kernel itself does.
    private static final double TICKS = 100;

    private Age() {}

    /// How long a task has run, by the time it was first told to run if nothing is known of its
    /// process; zero if it was not told yet.
    static Duration of(Task task) {
        return of(task.directory().run().supervisor(), running(task), Instant.now());
    }

    /// The same, of what was told of it.
    static Duration of(Optional<ProcessIdentity> process, Optional<Instant> running, Instant now) {
        if (running.isEmpty()) return Duration.ZERO;
        return process.flatMap(Age::ofProcess)
                .orElseGet(() -> {
                    var told = Duration.between(running.get(), now);
                    return told.isNegative() ? Duration.ZERO : told;
                });
    }

    private static Optional<Duration> ofProcess(ProcessIdentity process) {
        try {
            var uptime = Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0];
            double seconds = Double.parseDouble(uptime) - process.startTime() / TICKS;
            return Optional.of(Duration.ofMillis(Math.max(0, Math.round(seconds * 1_000))));
        } catch (IOException | NumberFormatException notThere) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> running(Task task) {
        return task.statuses().stream()
                .filter(status -> status.getState() == TaskState.TASK_RUNNING)
                .map(TaskStatus::getTimestamp)
                .map(seconds -> Instant.ofEpochMilli(Math.round(seconds * 1_000)))
                .findFirst();
    }
}
