package io.dromos.mesos;

import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.events.FrameworkId;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.Fetch;
import io.dromos.events.spec.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos;

/// Turns a launch into Mesos' description of the task, as Marathon would.
final class TaskTranslation {

    private static final String COMMAND_EXECUTOR = "//cmd";

    private TaskTranslation() {}

    /// The task for an ACCEPT of this framework.
    ///
    /// @throws IllegalArgumentException if the launch contradicts itself
    static Protos.TaskInfo translate(TaskLaunch launch, FrameworkId framework) {
        var spec = launch.spec();
        var ports = TaskPort.of(launch);
        var task =
                Protos.TaskInfo.newBuilder()
                        .setName(launch.app().taskName())
                        .setTaskId(CallTranslation.task(launch.task().value()))
                        .setAgentId(CallTranslation.agent(launch.agent()))
                        .addAllResources(resources(launch))
                        .setDiscovery(discovery(launch, ports));
        if (!spec.labels().isEmpty()) task.setLabels(labels(spec.labels()));
        spec.killGracePeriod()
                .ifPresent(grace -> task.setKillPolicy(CallTranslation.killPolicy(grace)));
        HealthTranslation.add(task, spec.healthOrNone(), ports);
        var command = command(launch, ports);
        var container = ContainerTranslation.translate(launch, ports);
        if (spec.executor().isEmpty() || spec.executor().equals(COMMAND_EXECUTOR)) {
            container.ifPresent(task::setContainer);
            return task.setCommand(command).build();
        }
        return task.setExecutor(executor(launch, framework, command, container)).build();
    }

    private static List<Protos.Resource> resources(TaskLaunch launch) {
        var wanted = launch.spec().resources();
        var resources = new ArrayList<Protos.Resource>();
        scalar("cpus", wanted.cpus(), launch.role()).ifPresent(resources::add);
        scalar("mem", wanted.mem(), launch.role()).ifPresent(resources::add);
        scalar("disk", wanted.disk(), launch.role()).ifPresent(resources::add);
        scalar("gpus", wanted.gpus(), launch.role()).ifPresent(resources::add);
        if (!launch.hostPorts().isEmpty()) resources.add(ports(launch));
        return resources;
    }

    private static Optional<Protos.Resource> scalar(String name, double amount, String role) {
        if (amount <= 0) return Optional.empty();
        return Optional.of(
                allocated(name, role)
                        .setType(Protos.Value.Type.SCALAR)
                        .setScalar(Protos.Value.Scalar.newBuilder().setValue(amount))
                        .build());
    }

    private static Protos.Resource ports(TaskLaunch launch) {
        var ranges = Protos.Value.Ranges.newBuilder();
        launch.hostPorts().stream()
                .sorted()
                .forEach(port -> ranges.addRangeBuilder().setBegin(port).setEnd(port));
        return allocated("ports", launch.role())
                .setType(Protos.Value.Type.RANGES)
                .setRanges(ranges)
                .build();
    }

    private static Protos.Resource.Builder allocated(String name, String role) {
        return Protos.Resource.newBuilder()
                .setName(name)
                .setAllocationInfo(Protos.Resource.AllocationInfo.newBuilder().setRole(role));
    }

    private static Protos.DiscoveryInfo discovery(TaskLaunch launch, List<TaskPort> ports) {
        var built = Protos.Ports.newBuilder();
        for (var port : ports)
            for (var protocol : port.protocols()) {
                var entry =
                        built.addPortsBuilder().setNumber(port.effective()).setProtocol(protocol);
                port.name().ifPresent(entry::setName);
                var labels = discoveryLabels(launch.spec(), port);
                if (!labels.isEmpty()) entry.setLabels(labels(labels));
            }
        return Protos.DiscoveryInfo.newBuilder()
                .setVisibility(Protos.DiscoveryInfo.Visibility.FRAMEWORK)
                .setName(launch.app().taskName())
                .setPorts(built)
                .build();
    }

    /// Off the host network a label says whether the number is the host's or the container's.
    private static Map<String, String> discoveryLabels(ApplicationSpec spec, TaskPort port) {
        var labels = new LinkedHashMap<String, String>(port.labels());
        if (spec.onHostNetwork()) return labels;
        labels.put("network-scope", port.hostPort().isPresent() ? "host" : "container");
        if (port.hostPort().isEmpty())
            networkName(spec, port).ifPresent(name -> labels.put("network-name", name));
        return labels;
    }

    private static Optional<String> networkName(ApplicationSpec spec, TaskPort port) {
        var names =
                port.networkNames().isEmpty()
                        ? spec.networks().stream().map(Network::name).flatMap(Optional::stream)
                        : port.networkNames().stream();
        return names.findFirst();
    }

    private static Protos.CommandInfo command(TaskLaunch launch, List<TaskPort> ports) {
        var spec = launch.spec();
        var variables = Protos.Environment.newBuilder();
        TaskEnvironment.of(launch, ports)
                .forEach((name, value) ->
                        variables.addVariablesBuilder().setName(name).setValue(value));
        var command = Protos.CommandInfo.newBuilder().setEnvironment(variables);
        boolean image = spec.container().flatMap(Container::docker).isPresent();
        if (!spec.args().isEmpty()) {
            command.setShell(false).addAllArguments(spec.args());
            if (!image) command.setValue(spec.args().getFirst());
        } else if (spec.cmd().isPresent()) command.setValue(spec.cmd().get());
        else command.setShell(false);
        spec.fetch().forEach(fetch -> command.addUris(uri(fetch)));
        spec.user().ifPresent(command::setUser);
        return command.build();
    }

    private static Protos.CommandInfo.URI uri(Fetch fetch) {
        var uri =
                Protos.CommandInfo.URI
                        .newBuilder()
                        .setValue(fetch.uri())
                        .setExtract(fetch.extract())
                        .setExecutable(fetch.executable())
                        .setCache(fetch.cache());
        fetch.destPath().ifPresent(uri::setOutputFile);
        return uri.build();
    }

    /// An executor of the application's own gets the command as its arguments.
    private static Protos.ExecutorInfo executor(
            TaskLaunch launch,
            FrameworkId framework,
            Protos.CommandInfo command,
            Optional<Protos.ContainerInfo> container) {
        var path = "'" + launch.spec().executor().replace("'", "'\\''") + "'";
        var arguments = launch.spec().cmd().orElse(String.join(" ", launch.spec().args()));
        var executor =
                Protos.ExecutorInfo.newBuilder()
                        .setType(Protos.ExecutorInfo.Type.CUSTOM)
                        .setExecutorId(
                                Protos.ExecutorID.newBuilder()
                                        .setValue("marathon-" + launch.task().value()))
                        .setFrameworkId(CallTranslation.id(framework))
                        .setCommand(
                                command.toBuilder()
                                        .clearArguments()
                                        .setShell(true)
                                        .setValue(
                                                "chmod ug+rx %s && exec %s %s"
                                                        .formatted(path, path, arguments)));
        container.ifPresent(executor::setContainer);
        return executor.build();
    }

    /// Mesos' form of labels, in order.
    static Protos.Labels labels(Map<String, String> labels) {
        var built = Protos.Labels.newBuilder();
        labels.forEach((key, value) -> built.addLabelsBuilder().setKey(key).setValue(value));
        return built.build();
    }
}
