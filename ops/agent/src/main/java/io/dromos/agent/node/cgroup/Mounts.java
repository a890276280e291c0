package io.dromos.agent.node.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds the control groups of this machine.
public final class Mounts {
    private static final Path PROC_MOUNTS = Path.of("/proc/self/mounts");

    private Mounts() {}

    /// One line of `/proc/mounts`.
    record Mount(Path at, String type, List<String> options) {}

    /// What this machine offers to an agent.
    ///
    /// @param root whether the agent may make groups
    /// @param own what makes the agent unique on this machine; its group is `dromos-OWN`
    public static Cgroups detect(boolean root, String own) {
        if (!root) {
            return new NoCgroups("the agent does not run as root");
        }
        try {
            return choose(parse(Files.readString(PROC_MOUNTS)), "dromos-" + own);
        } catch (IOException unreadable) {
            return new NoCgroups("cannot read " + PROC_MOUNTS + ": " + unreadable.getMessage());
        }
    }

    /// Version 2 where it has the memory controller, else version 1 where that has.
    static Cgroups choose(List<Mount> mounts, String own) {
        var second = mounts.stream().filter(mount -> mount.type().equals("cgroup2")).findFirst();
        if (second.isPresent()) {
            var cgroups = new CgroupsV2(second.get().at(), own);
            if (cgroups.limitsMemory()) {
                return cgroups;
            }
        }
        var memory = controller(mounts, "memory");
        var cpu = controller(mounts, "cpu");
        if (memory.isEmpty() || cpu.isEmpty()) {
            return new NoCgroups("no control groups with memory and cpu controllers are mounted");
        }
        return new CgroupsV1(
                memory.get(), cpu.get(), controller(mounts, "cpuacct").orElse(cpu.get()), own);
    }

    private static Optional<Path> controller(List<Mount> mounts, String name) {
        return mounts.stream()
                .filter(mount -> mount.type().equals("cgroup") && mount.options().contains(name))
                .map(Mount::at)
                .findFirst();
    }

    static List<Mount> parse(String mounts) {
        return mounts.lines()
                .map(line -> line.split(" "))
                .filter(words -> words.length >= 4)
                .map(words ->
                        new Mount(Path.of(words[1]), words[2], Arrays.asList(words[3].split(","))))
                .toList();
    }
}
