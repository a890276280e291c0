package io.dromos.mesos;

import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.PortMapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One port of a task, with every number settled.
///
/// @param requested the number in the definition: a port definition's port or a mapping's container
///   port; 0 if any will do
/// @param containerPort where the task listens
/// @param hostPort where the agent is reached, if the port is published
/// @param protocols one or two of `tcp` and `udp`
/// @param name for discovery and the environment, if set
/// @param labels free text for tools
/// @param networkNames container networks it belongs to; empty means all
record TaskPort(
        int requested,
        int containerPort,
        Optional<Integer> hostPort,
        List<String> protocols,
        Optional<String> name,
        Map<String, String> labels,
        List<String> networkNames) {

    private static final int FIRST_UNPRIVILEGED = 1025;

    /// The number by which others reach the task.
    int effective() {
        return hostPort.orElse(containerPort);
    }

    /// Whether the number was ours to choose inside the container.
    boolean generated() {
        return requested == 0 && hostPort.isEmpty();
    }

    /// The ports of a task in the order of its definition.
    ///
    /// @throws IllegalArgumentException if the launch has not as many host ports as it needs
    static List<TaskPort> of(TaskLaunch launch) {
        var spec = launch.spec();
        var ports =
                spec.onHostNetwork()
                        ? ofDefinitions(spec.portDefinitions(), launch)
                        : ofMappings(
                                spec.container().map(Container::portMappings).orElse(List.of()),
                                launch);
        long needed = ports.stream().filter(port -> port.hostPort().isPresent()).count();
        if (needed != launch.hostPorts().size()) throw wrongNumber(launch, needed);
        return ports;
    }

    private static List<TaskPort> ofDefinitions(
            List<PortDefinition> definitions, TaskLaunch launch) {
        var ports = new ArrayList<TaskPort>();
        for (var definition : definitions) {
            int host = hostPort(launch, ports.size());
            ports.add(
                    new TaskPort(
                            definition.port(),
                            host,
                            Optional.of(host),
                            protocols(definition.protocol()),
                            definition.name(),
                            definition.labels(),
                            List.of()));
        }
        return ports;
    }

    private static List<TaskPort> ofMappings(List<PortMapping> mappings, TaskLaunch launch) {
        var taken = new HashSet<Integer>(launch.hostPorts());
        mappings.forEach(mapping -> taken.add(mapping.containerPort()));
        var ports = new ArrayList<TaskPort>();
        int published = 0;
        for (var mapping : mappings) {
            Optional<Integer> host = Optional.empty();
            if (mapping.hostPort().isPresent()) host = Optional.of(hostPort(launch, published++));
            int container = mapping.containerPort();
            if (container == 0) container = host.orElseGet(() -> firstFree(taken));
            ports.add(
                    new TaskPort(
                            mapping.containerPort(),
                            container,
                            host,
                            protocols(mapping.protocol()),
                            mapping.name(),
                            mapping.labels(),
                            mapping.networkNames()));
        }
        return ports;
    }

    /// The container has an address of its own there, so any number serves that no other port of it
    /// uses; the lowest makes the translation repeatable.
    private static int firstFree(Set<Integer> taken) {
        int port = FIRST_UNPRIVILEGED;
        while (!taken.add(port)) port++;
        return port;
    }

    private static int hostPort(TaskLaunch launch, int index) {
        if (index >= launch.hostPorts().size()) throw wrongNumber(launch, index + 1L);
        return launch.hostPorts().get(index);
    }

    private static IllegalArgumentException wrongNumber(TaskLaunch launch, long needed) {
        return new IllegalArgumentException(
                "Task "
                        + launch.task()
                        + " needs "
                        + needed
                        + " host ports or more, but was given "
                        + launch.hostPorts().size());
    }

    private static List<String> protocols(String protocol) {
        return List.of(protocol.split(","));
    }
}
