package io.dromos.agent.node.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Where tasks are held to their limits: one group for each task, all of an agent's groups below
/// one of its own.
public sealed interface Cgroups permits CgroupsV1, CgroupsV2, NoCgroups {
    /// One sentence for the log and the state: what is enforced, by which version, or why nothing
    /// is.
    String describe();

    /// Whether a task that goes over its memory is ended.
    boolean limitsMemory();

    /// Makes a group with these limits.
    ///
    /// @param name a file name, unique among this agent's tasks
    Group create(String name, CgroupLimits limits) throws IOException;

    /// The group of that name, made by an earlier life of this agent. It may be gone.
    Group find(String name);

    /// Removes the agent's own group, with every task's group that is still in it and the processes
    /// in those.
    void removeAll() throws IOException;

    /// One task's group.
    interface Group {
        /// The files by which a process enters, each by writing `0` to it.
        List<Path> joins();

        /// Whether the kernel has ended a process of this group for want of memory.
        boolean ranOutOfMemory();

        /// What the group uses now.
        Usage usage();

        /// Ends every process in it and removes it. A group that is gone is fine.
        ///
        /// @throws IOException when processes did not end within some seconds
        void destroy() throws IOException;
    }

    /// What a group uses. Empty where the kernel does not tell.
    record Usage(
            OptionalLong memoryBytes,
            OptionalLong memoryPeakBytes,
            OptionalLong memoryLimitBytes,
            OptionalLong cpuUserMicros,
            OptionalLong cpuSystemMicros) {
        /// Nothing known.
        public static final Usage UNKNOWN =
                new Usage(
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty());
    }
}
