package io.dromos.simulation;

import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import io.dromos.events.TaskState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The tasks and agents that the leading master knows.
///
/// @param tasks by id
/// @param standings what it knows of agents
record Roster(Map<String, Known> tasks, Map<AgentId, Standing> standings) {

    /// What the master knows of an agent; one that recovers has not come back to this master, and
    /// one that is forgotten was unreachable.
    enum Standing {
        REGISTERED,
        RECOVERING,
        UNREACHABLE,
        FORGOTTEN,
        GONE
    }

    /// What the master knows of a task.
    record Known(FrameworkId framework, AgentId agent, TaskState state, long cpus, long mem) {}

    Roster() {
        this(new TreeMap<>(), new TreeMap<>());
    }

    long usedCpus(Agent agent) {
        return onAgent(agent).stream().mapToLong(Known::cpus).sum();
    }

    long usedMem(Agent agent) {
        return onAgent(agent).stream().mapToLong(Known::mem).sum();
    }

    private List<Known> onAgent(Agent agent) {
        return tasks.values().stream()
                .filter(task -> task.agent().equals(agent.id()) && !task.state().isTerminal())
                .toList();
    }

    List<String> of(FrameworkId framework) {
        return tasks.entrySet().stream()
                .filter(entry -> entry.getValue().framework().equals(framework))
                .map(Map.Entry::getKey)
                .toList();
    }

    Optional<AgentId> agentOf(String task) {
        return Optional.ofNullable(tasks.get(task)).map(Known::agent);
    }

    /// An agent came back and told what runs there.
    void remember(Agent agent) {
        for (var launch : agent.liveLaunches()) {
            var name = launch.task().value();
            tasks.put(
                    name,
                    new Known(
                            agent.framework(name),
                            agent.id(),
                            agent.stateOf(name).orElseThrow(),
                            Judge.cpus(launch),
                            Judge.mem(launch)));
        }
    }

    /// What the master says of a task: nothing while its agent may still come back to it.
    Optional<TaskState> stateOf(String task, Optional<AgentId> asked) {
        var known = tasks.get(task);
        if (known != null) return Optional.of(known.state());
        var standing = asked.map(standings::get);
        if (standing.isEmpty()) return Optional.of(TaskState.UNKNOWN);
        return switch (standing.get()) {
            case REGISTERED -> Optional.of(TaskState.GONE);
            case RECOVERING -> Optional.empty();
            case UNREACHABLE -> Optional.of(TaskState.UNREACHABLE);
            case FORGOTTEN -> Optional.of(TaskState.UNKNOWN);
            case GONE -> Optional.of(TaskState.GONE_BY_OPERATOR);
        };
    }
}
