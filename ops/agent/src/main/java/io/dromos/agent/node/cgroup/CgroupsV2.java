package io.dromos.agent.node.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Control groups version 2: one directory tree, whose controllers are switched on from the top
/// down.
///
/// @param root where it is mounted
/// @param own the agent's group, one name or several joined by `/`
public record CgroupsV2(Path root, String own) implements Cgroups {
    @Override
    public String describe() {
        return limitsMemory()
                ? "memory and CPU limits of commands are enforced by control groups version 2 at "
                        + root
                : "memory limits of commands are not enforced: control groups version 2 at "
                        + root
                        + " have no memory controller";
    }

    @Override
    public boolean limitsMemory() {
        return Hierarchy.words(root, "cgroup.controllers").contains("memory");
    }

    @Override
    public Group create(String name, CgroupLimits limits) throws IOException {
        var group = new V2Group(root.resolve(own).resolve(name));
        Files.createDirectories(group.directory());
        enableFromTheTop();
        var controllers = Hierarchy.words(group.directory(), "cgroup.controllers");
        if (controllers.contains("memory")) {
            limitMemory(group.directory(), limits);
        }
        if (controllers.contains("cpu")) {
            limitCpu(group.directory(), limits);
        }
        return group;
    }

    private static void limitMemory(Path group, CgroupLimits limits) throws IOException {
        Hierarchy.set(group, "memory.max", limits.memoryLimit());
        Hierarchy.setIfThere(group, "memory.low", limits.memoryRequest());
        // Swapping must not be a way around the limit; and a task out of memory ends as a whole.
        Hierarchy.setIfThere(group, "memory.swap.max", 0);
        Hierarchy.setIfThere(group, "memory.oom.group", 1);
    }

    private static void limitCpu(Path group, CgroupLimits limits) throws IOException {
        Hierarchy.set(group, "cpu.weight", limits.cpuWeight());
        if (limits.cpuQuotaMicros() > 0) {
            Hierarchy.set(
                    group, "cpu.max", limits.cpuQuotaMicros() + " " + CgroupLimits.PERIOD_MICROS);
        }
    }

    /// A child has the controllers that each directory above it hands down.
    private void enableFromTheTop() throws IOException {
        var directory = root;
        enable(directory);
        for (var part : Path.of(own)) {
            directory = directory.resolve(part);
            enable(directory);
        }
    }

    private static void enable(Path directory) throws IOException {
        var wanted = Hierarchy.words(directory, "cgroup.controllers");
        var handedDown = Hierarchy.words(directory, "cgroup.subtree_control");
        for (var controller : List.of("memory", "cpu", "pids")) {
            if (wanted.contains(controller) && !handedDown.contains(controller)) {
                Hierarchy.set(directory, "cgroup.subtree_control", "+" + controller);
            }
        }
    }

    @Override
    public Group find(String name) {
        return new V2Group(root.resolve(own).resolve(name));
    }

    @Override
    public void removeAll() throws IOException {
        Hierarchy.destroyWithChildren(root.resolve(own));
    }

    private record V2Group(Path directory) implements Group {
        @Override
        public List<Path> joins() {
            return List.of(directory.resolve("cgroup.procs"));
        }

        @Override
        public boolean ranOutOfMemory() {
            return Hierarchy.number(directory, "memory.events", "oom_kill").orElse(0) > 0;
        }

        @Override
        public Usage usage() {
            return new Usage(
                    Hierarchy.number(directory, "memory.current"),
                    Hierarchy.number(directory, "memory.peak"),
                    Hierarchy.number(directory, "memory.max"),
                    micros("user_usec"),
                    micros("system_usec"));
        }

        private OptionalLong micros(String key) {
            return Hierarchy.number(directory, "cpu.stat", key);
        }

        @Override
        public void destroy() throws IOException {
            Hierarchy.destroy(directory);
        }
    }
}
