package io.dromos.agent.node.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import io.dromos.agent.node.supervise.RunDirectory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/// What the agent knows of one task, on disk before it is told to anybody.
///
/// @param path private to the agent; its name is the container id
/// @param framework whose task it is
/// @param task what to run
/// @param sandbox the task's working directory
public record TaskDirectory(Path path, FrameworkInfo framework, TaskInfo task, Path sandbox) {
    private static final String TASK = "task";
    private static final String UPDATES = "updates";
    private static final String ACKNOWLEDGEMENTS = "acknowledgements";
    private static final String KILL = "kill";
    private static final String UNHEALTHY = " unhealthy";

    /// Writes down a task before anything of it exists.
    static TaskDirectory create(Path path, FrameworkInfo framework, TaskInfo task, Path sandbox)
            throws IOException {
        Files.createDirectories(path);
        var bytes = new ByteArrayOutputStream();
        framework.writeDelimitedTo(bytes);
        task.writeDelimitedTo(bytes);
        bytes.writeBytes(sandbox.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Durable.write(path.resolve(TASK), bytes.toByteArray());
        Durable.syncDirectory(path.resolveSibling("."));
        return new TaskDirectory(path, framework, task, sandbox);
    }

    /// Reads a task written by an earlier life; empty if that life ended before it was written.
    static Optional<TaskDirectory> read(Path path) throws IOException {
        if (!Files.exists(path.resolve(TASK))) {
            return Optional.empty();
        }
        var bytes = new ByteArrayInputStream(Files.readAllBytes(path.resolve(TASK)));
        var framework = FrameworkInfo.parseDelimitedFrom(bytes);
        var task = TaskInfo.parseDelimitedFrom(bytes);
        var sandbox = new String(bytes.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return Optional.of(new TaskDirectory(path, framework, task, Path.of(sandbox)));
    }

    /// The id of this task's container: of its sandbox, its control group, its Docker container.
    public String containerId() {
        return String.valueOf(path.getFileName());
    }

    /// Framework and task id.
    public TaskKey key() {
        return TaskKey.of(framework.getId(), task.getTaskId());
    }

    /// Where the supervisor talks to the agent.
    public RunDirectory run() {
        return new RunDirectory(path);
    }

    /// Writes down one more update; it may be sent afterwards.
    public void append(TaskStatus status) throws IOException {
        var bytes = new ByteArrayOutputStream();
        status.writeDelimitedTo(bytes);
        Durable.append(path.resolve(UPDATES), bytes.toByteArray());
    }

    /// Writes down that the oldest update not yet acknowledged now is: one byte each, as they come
    /// in order.
    public void appendAcknowledgement() throws IOException {
        Durable.append(path.resolve(ACKNOWLEDGEMENTS), new byte[] {'.'});
    }

    /// All updates written so far, oldest first. A last one that a crash cut short was never sent,
    /// and is dropped.
    public List<TaskStatus> statuses() throws IOException {
        var statuses = new ArrayList<TaskStatus>();
        if (!Files.exists(path.resolve(UPDATES))) {
            return statuses;
        }
        try (var in = new ByteArrayInputStream(Files.readAllBytes(path.resolve(UPDATES)))) {
            for (var status = next(in); status.isPresent(); status = next(in)) {
                statuses.add(status.get());
            }
        }
        return statuses;
    }

    private static Optional<TaskStatus> next(InputStream in) throws IOException {
        try {
            return Optional.ofNullable(TaskStatus.parseDelimitedFrom(in));
        } catch (InvalidProtocolBufferException torn) {
            return Optional.empty();
        }
    }

    /// How many updates were acknowledged.
    public int acknowledged() throws IOException {
        var file = path.resolve(ACKNOWLEDGEMENTS);
        return Files.exists(file) ? Math.toIntExact(Files.size(file)) : 0;
    }

    /// Writes down that the task was ordered to end, so that its end counts as killed whoever sees
    /// it.
    ///
    /// @param unhealthy whether its health check ordered it, not the scheduler
    public void orderKill(Duration grace, boolean unhealthy) throws IOException {
        Durable.write(
                path.resolve(KILL),
                (grace.toMillis() + (unhealthy ? UNHEALTHY : ""))
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /// The grace period of the order to end, if there was one.
    public Optional<Duration> killOrder() throws IOException {
        return kill().map(text -> text.replace(UNHEALTHY, "").trim())
                .map(Long::parseLong)
                .map(Duration::ofMillis);
    }

    /// Whether the order to end came of the task's health check.
    public boolean isUnhealthy() throws IOException {
        return kill().filter(text -> text.endsWith(UNHEALTHY)).isPresent();
    }

    private Optional<String> kill() throws IOException {
        var file = path.resolve(KILL);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    /// When the last thing about this task was written down.
    public Instant lastChange() throws IOException {
        var file = Files.exists(path.resolve(UPDATES)) ? UPDATES : TASK;
        return Files.getLastModifiedTime(path.resolve(file)).toInstant();
    }

    /// Forgets the task and removes its sandbox.
    public void delete() throws IOException {
        Durable.deleteTree(sandbox);
        var latest = sandbox.resolveSibling("latest");
        if (Files.isSymbolicLink(latest) && !Files.exists(latest)) {
            Files.delete(latest);
            // The directories of this run, executor and framework go too, unless others are in
            // them.
            deleteWhileEmpty(sandbox.resolveSibling("."), 5);
        }
        Durable.deleteTree(path);
    }

    private static void deleteWhileEmpty(Path directory, int levels) throws IOException {
        var current = directory.normalize();
        for (var level = 0; level < levels && isEmpty(current); level++) {
            Files.delete(current);
            current = current.resolveSibling(".").normalize();
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }
}
