package io.dromos.agent.node.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent's directory: `slaves/…` holds the sandboxes in Mesos' layout, `meta/` what only the
/// agent may read.
public final class WorkDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkDirectory.class);
    private static final int MAX_NAME = 200;

    private final Path root;
    private final FileChannel lock;

    private WorkDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /// Makes the directory if need be, and takes it for this process alone.
    ///
    /// @throws IOException with one sentence when another agent has it, or it cannot be made
    public static WorkDirectory open(Path directory) throws IOException {
        Files.createDirectories(directory);
        var root = directory.toRealPath();
        Files.createDirectories(root.resolve("meta/tasks"));
        Files.setPosixFilePermissions(
                root.resolve("meta"), PosixFilePermissions.fromString("rwx------"));
        var lock =
                FileChannel.open(
                        root.resolve("meta/lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() != null) {
                return new WorkDirectory(root, lock);
            }
        } catch (OverlappingFileLockException taken) {
            LOG.debug("The lock is held within this process", taken);
        }
        lock.close();
        throw new IOException(
                "another agent works in " + root + "; stop it or choose another directory");
    }

    /// Where it is, links followed.
    public Path root() {
        return root;
    }

    /// Where the supervisor's script is kept.
    public Path scripts() {
        return root.resolve("bin");
    }

    /// The id the master gave this agent, if it has one.
    public Optional<String> agentId() throws IOException {
        var file = root.resolve("meta/agent-id");
        return Files.exists(file) ? Optional.of(Files.readString(file).trim()) : Optional.empty();
    }

    /// Remembers the id the master gave.
    public void rememberAgentId(String id) throws IOException {
        Durable.write(root.resolve("meta/agent-id"), id.getBytes(StandardCharsets.UTF_8));
    }

    /// The master will give another.
    public void forgetAgentId() throws IOException {
        Files.deleteIfExists(root.resolve("meta/agent-id"));
    }

    /// Writes down a new task.
    public TaskDirectory create(String agentId, FrameworkInfo framework, TaskInfo task)
            throws IOException {
        var container = UUID.randomUUID().toString();
        var sandbox =
                root.resolve("slaves")
                        .resolve(fileName(agentId))
                        .resolve("frameworks")
                        .resolve(fileName(framework.getId().getValue()))
                        .resolve("executors")
                        .resolve(fileName(task.getTaskId().getValue()))
                        .resolve("runs")
                        .resolve(container);
        return TaskDirectory.create(
                root.resolve("meta/tasks").resolve(container), framework, task, sandbox);
    }

    /// Every task an earlier life wrote down and did not delete.
    public List<TaskDirectory> tasks() throws IOException {
        var found = new ArrayList<TaskDirectory>();
        try (var entries = Files.list(root.resolve("meta/tasks"))) {
            for (var entry : entries.sorted().toList()) {
                var task = TaskDirectory.read(entry);
                if (task.isPresent()) {
                    found.add(task.get());
                } else {
                    Durable.deleteTree(entry);
                }
            }
        }
        return found;
    }

    /// An id as a file name: what would lead elsewhere is spelled out, what is too long is cut and
    /// told apart by its hash.
    static String fileName(String id) {
        var name = id.replace("%", "%25").replace("/", "%2F").replace("\0", "%00");
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            name = "%" + name;
        }
        if (name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME) {
            return name;
        }
        return name.substring(0, MAX_NAME / 4) + "%" + Integer.toHexString(id.hashCode());
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
