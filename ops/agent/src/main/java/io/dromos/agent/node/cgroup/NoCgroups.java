package io.dromos.agent.node.cgroup;

import java.util.List;

/// No limits can be enforced here; tasks run without.
///
/// @param reason a clause, such as `the agent does not run as root`
public record NoCgroups(String reason) implements Cgroups {
    @Override
    public String describe() {
        return "memory and CPU limits of commands are not enforced: " + reason;
    }

    @Override
    public boolean limitsMemory() {
        return false;
    }

    @Override
    public Group create(String name, CgroupLimits limits) {
        return NoGroup.INSTANCE;
    }

    @Override
    public Group find(String name) {
        return NoGroup.INSTANCE;
    }

    @Override
    public void removeAll() {}

    private enum NoGroup implements Group {
        INSTANCE;

        @Override
        public List<java.nio.file.Path> joins() {
            return List.of();
        }

        @Override
        public boolean ranOutOfMemory() {
            return false;
        }

        @Override
        public Usage usage() {
            return Usage.UNKNOWN;
        }

        @Override
        public void destroy() {}
    }
}
