package io.dromos.agent.node.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Control groups version 1: one directory tree for memory, one for cpu (and often another for its
/// accounting).
///
/// @param memory the mounted memory hierarchy
/// @param cpu the mounted cpu hierarchy; may be the same as `accounting`
/// @param accounting the mounted cpuacct hierarchy
/// @param own the agent's group, relative to each of them
public record CgroupsV1(Path memory, Path cpu, Path accounting, String own) implements Cgroups {
    private static final long MICROS_PER_TICK = 10_000;

    @Override
    public String describe() {
        return "memory and CPU limits of commands are enforced by control groups version 1 at "
                + memory;
    }

    @Override
    public boolean limitsMemory() {
        return true;
    }

    @Override
    public Group create(String name, CgroupLimits limits) throws IOException {
        var group = new V1Group(name);
        for (var directory : group.directories()) {
            Files.createDirectories(directory);
        }
        var bytes = limits.memoryLimit();
        Hierarchy.set(group.inMemory(), "memory.limit_in_bytes", bytes);
        // Where swap is counted, swapping must not be a way around the limit.
        Hierarchy.setIfThere(group.inMemory(), "memory.memsw.limit_in_bytes", bytes);
        Hierarchy.setIfThere(
                group.inMemory(), "memory.soft_limit_in_bytes", limits.memoryRequest());
        Hierarchy.set(group.inCpu(), "cpu.shares", limits.cpuShares());
        if (limits.cpuQuotaMicros() > 0) {
            Hierarchy.set(group.inCpu(), "cpu.cfs_period_us", CgroupLimits.PERIOD_MICROS);
            Hierarchy.set(group.inCpu(), "cpu.cfs_quota_us", limits.cpuQuotaMicros());
        }
        return group;
    }

    @Override
    public Group find(String name) {
        return new V1Group(name);
    }

    @Override
    public void removeAll() throws IOException {
        for (var root : roots()) {
            Hierarchy.destroyWithChildren(root.resolve(own));
        }
    }

    private List<Path> roots() {
        return List.of(memory, cpu, accounting).stream().distinct().toList();
    }

    private final class V1Group implements Group {
        private final String name;

        private V1Group(String name) {
            this.name = name;
        }

        private List<Path> directories() {
            return roots().stream().map(root -> root.resolve(own).resolve(name)).toList();
        }

        private Path inMemory() {
            return memory.resolve(own).resolve(name);
        }

        private Path inCpu() {
            return cpu.resolve(own).resolve(name);
        }

        private Path inAccounting() {
            return accounting.resolve(own).resolve(name);
        }

        @Override
        public List<Path> joins() {
            return directories().stream()
                    .map(directory -> directory.resolve("cgroup.procs"))
                    .toList();
        }

        @Override
        public boolean ranOutOfMemory() {
            return Hierarchy.number(inMemory(), "memory.oom_control", "oom_kill").orElse(0) > 0;
        }

        @Override
        public Usage usage() {
            return new Usage(
                    Hierarchy.number(inMemory(), "memory.usage_in_bytes"),
                    Hierarchy.number(inMemory(), "memory.max_usage_in_bytes"),
                    Hierarchy.number(inMemory(), "memory.limit_in_bytes"),
                    micros("user"),
                    micros("system"));
        }

        private OptionalLong micros(String key) {
            var ticks = Hierarchy.number(inAccounting(), "cpuacct.stat", key);
            return ticks.isPresent()
                    ? OptionalLong.of(ticks.getAsLong() * MICROS_PER_TICK)
                    : OptionalLong.empty();
        }

        @Override
        public void destroy() throws IOException {
            for (var directory : directories()) {
                Hierarchy.destroy(directory);
            }
        }
    }
}
