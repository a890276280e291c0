package io.dromos.feed;

import io.dromos.events.AppId;
import io.dromos.events.TaskState;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.PortMapping;
import io.dromos.events.state.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A task that Mesos runs, with the definition it was launched from, which need not be the one in
/// force, and its ports.
///
/// @param app whose task it is
/// @param instance whose run it is
/// @param task the run
/// @param spec the definition of its configuration; absent if that is so old that the application
///   does not hold it
/// @param ports as the definition has them; none if that is absent
public record RunningTask(
        AppId app,
        Instance instance,
        Instance.Task task,
        Optional<ApplicationSpec> spec,
        List<Port> ports) {

    /// Copies the ports.
    public RunningTask {
        ports = List.copyOf(ports);
    }

    /// A port of a task.
    ///
    /// @param container where the task listens
    /// @param host where its agent is reached for it, if it is published
    /// @param service for load balancers
    /// @param protocols one or two of `tcp` and `udp`
    /// @param name for discovery, if set
    public record Port(
            int container,
            Optional<Integer> host,
            int service,
            List<String> protocols,
            Optional<String> name) {

        /// The number by which others reach the task.
        public int effective() {
            return host.orElse(container);
        }
    }

    /// The tasks of an application whose last news from Mesos is that they run, in the order of
    /// their instances' ids. Some may have been told to end already, as [Instance#kind] says.
    public static List<RunningTask> of(View view, AppId app) {
        var state = view.application(app);
        if (state.isEmpty()) return List.of();
        var tasks = new ArrayList<RunningTask>();
        for (var instance : state.get().instances().all().values()) {
            var task = instance.task().filter(it -> it.state() == TaskState.RUNNING);
            if (task.isEmpty()) continue;
            var spec = state.get().rollout().definition(instance.config());
            tasks.add(of(app, instance, task.get(), spec));
        }
        return tasks;
    }

    private static RunningTask of(
            AppId app, Instance instance, Instance.Task task, Optional<ApplicationSpec> spec) {
        var ports = spec.map(it -> ports(it, task.placement().hostPorts())).orElse(List.of());
        return new RunningTask(app, instance, task, spec, ports);
    }

    /// Ports without a number of their own, which only a container network has, are left out.
    private static List<Port> ports(ApplicationSpec spec, List<Integer> hostPorts) {
        return spec.onHostNetwork()
                ? ofDefinitions(spec.portDefinitions(), hostPorts)
                : ofMappings(
                        spec.container().map(Container::portMappings).orElse(List.of()), hostPorts);
    }

    private static List<Port> ofDefinitions(
            List<PortDefinition> definitions, List<Integer> hostPorts) {
        var ports = new ArrayList<Port>();
        for (int i = 0; i < Math.min(definitions.size(), hostPorts.size()); i++) {
            var definition = definitions.get(i);
            int host = hostPorts.get(i);
            ports.add(
                    new Port(
                            host,
                            Optional.of(host),
                            definition.port(),
                            protocols(definition.protocol()),
                            definition.name()));
        }
        return ports;
    }

    private static List<Port> ofMappings(List<PortMapping> mappings, List<Integer> hostPorts) {
        var ports = new ArrayList<Port>();
        int published = 0;
        for (var mapping : mappings) {
            Optional<Integer> host = Optional.empty();
            if (mapping.hostPort().isPresent() && published < hostPorts.size())
                host = Optional.of(hostPorts.get(published++));
            int container = mapping.containerPort() == 0 ? host.orElse(0) : mapping.containerPort();
            if (container == 0) continue;
            ports.add(
                    new Port(
                            container,
                            host,
                            mapping.servicePort(),
                            protocols(mapping.protocol()),
                            mapping.name()));
        }
        return ports;
    }

    private static List<String> protocols(String protocol) {
        return List.of(protocol.split(","));
    }
}
