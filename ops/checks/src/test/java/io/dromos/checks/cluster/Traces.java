package io.dromos.checks.cluster;

import io.dromos.agent.node.supervise.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What a cluster leaves on the machine, as the machine itself tells it.
public final class Traces {

    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final int CGROUP_DEPTH = 4;

    private Traces() {}

    /// The process of each command task below an agent's directory, by container id. A number and a
    /// start time name one process for good.
    public static Map<String, ProcessIdentity> processes(Path workDirectory) throws IOException {
        var found = new TreeMap<String, ProcessIdentity>();
        for (var task : children(workDirectory.resolve("meta/tasks"))) {
            var file = task.resolve("process");
            if (Files.exists(file))
                ProcessIdentity.parse(Files.readString(file))
                        .filter(ProcessIdentity::isAlive)
                        .ifPresent(it -> found.put(String.valueOf(task.getFileName()), it));
        }
        return found;
    }

    /// Processes that work in a directory, or were told of it, as `pid command`.
    public static List<String> processesIn(Path directory) throws IOException {
        var found = new ArrayList<String>();
        for (var process : children(Path.of("/proc"))) {
            var pid = String.valueOf(process.getFileName());
            if (!pid.matches("\\d+") || pid.equals(Long.toString(ProcessHandle.current().pid())))
                continue;
            var command = text(process.resolve("cmdline"));
            if (command.isEmpty()) continue;
            if (text(process.resolve("environ")).contains(directory.toString())
                    || command.contains(directory.toString())
                    || workingDirectory(process).startsWith(directory))
                found.add(pid + " " + command.strip());
        }
        return found;
    }

    /// Control groups of an agent.
    ///
    /// @param mark what tells its groups from others'
    public static List<String> groups(String mark) throws IOException {
        if (!Files.isDirectory(CGROUPS)) return List.of();
        try (var groups =
                Files.find(CGROUPS, CGROUP_DEPTH, (path, _) -> path.toString().contains(mark))) {
            return groups.filter(Files::isDirectory).map(Path::toString).toList();
        }
    }

    /// Mounts below a directory.
    public static List<String> mounts(Path directory) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/mounts"))) {
            return lines.filter(line -> line.split(" ")[1].startsWith(directory.toString()))
                    .toList();
        }
    }

    /// Containers of an agent, dead ones too; none if no engine answers.
    public static List<String> containers(String mark) throws IOException, InterruptedException {
        return run("docker", "ps", "-aq", "--filter", "label=io.dromos.agent=" + mark);
    }

    /// Containers of a framework, dead ones too; none if no engine answers.
    public static List<String> containersOf(String framework) throws InterruptedException {
        return run("docker", "ps", "-aq", "--filter", "label=MESOS_FRAMEWORK_ID=" + framework);
    }

    /// Ends what a test that failed may have left.
    static void sweep(Path directory, List<String> marks) throws IOException, InterruptedException {
        for (var line : processesIn(directory))
            ProcessHandle.of(Long.parseLong(line.split(" ")[0]))
                    .ifPresent(ProcessHandle::destroyForcibly);
        for (var mark : marks)
            for (var container : containers(mark)) run("docker", "rm", "-f", container);
    }

    /// The lines a command prints; none if it cannot be run or fails.
    public static List<String> run(String... words) throws InterruptedException {
        try {
            var process =
                    new ProcessBuilder(words)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean good = process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
            return good ? text.lines().toList() : List.of();
        } catch (IOException _) {
            return List.of();
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) return List.of();
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        }
    }

    /// Of a process that has ended meanwhile, nothing.
    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).replace('\0', ' ');
        } catch (IOException _) {
            return "";
        }
    }

    private static Path workingDirectory(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd"));
        } catch (IOException _) {
            return Path.of("");
        }
    }
}
