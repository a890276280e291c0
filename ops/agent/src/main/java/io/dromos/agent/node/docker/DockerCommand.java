package io.dromos.agent.node.docker;

import io.dromos.agent.node.policy.Parameter;
import io.dromos.agent.node.policy.Refusals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.Volume;

/// Builds the options of `docker create` for a task, as Mesos' Docker containerizer does. Pure.
///
/// @param name the container's name
/// @param container what the task asks for
/// @param command what to run in it, or the arguments of the image's own entry point
/// @param environment variables of the container
/// @param labels labels of the container
/// @param limits memory in bytes and processor shares
/// @param sandbox the task's sandbox, mounted at [#SANDBOX]
/// @param address where ports are published
/// @param dns name servers; may be empty
/// @param environmentFile where [#environmentFileText] was written
/// @param resolve follows the links of a host path, so that what was judged is what is mounted
public record DockerCommand(
        String name,
        ContainerInfo container,
        CommandInfo command,
        Map<String, String> environment,
        Map<String, String> labels,
        Limits limits,
        Path sandbox,
        String address,
        List<String> dns,
        Path environmentFile,
        UnaryOperator<Path> resolve) {
    /// Where the sandbox is inside the container.
    public static final String SANDBOX = "/mnt/mesos/sandbox";

    /// @param memoryBytes also the bound of memory and swap together
    /// @param cpuShares 1024 for each processor
    /// @param cpuQuotaMicros processor time in each 100 ms; not positive: no bound
    public record Limits(long memoryBytes, long cpuShares, long cpuQuotaMicros) {}

    public DockerCommand {
        environment = Map.copyOf(environment);
        labels = Map.copyOf(labels);
        dns = List.copyOf(dns);
    }

    /// The arguments after `docker`.
    ///
    /// @throws IllegalArgumentException with one sentence when the task asks for what cannot be
    ///   said
    public List<String> arguments() {
        var words = new ArrayList<String>(List.of("create", "--name", name));
        words.addAll(limitOptions());
        if (docker().getPrivileged()) {
            words.add("--privileged");
        }
        words.addAll(environmentOptions());
        new TreeMap<>(labels)
                .forEach((key, value) -> words.addAll(List.of("--label", key + "=" + value)));
        words.addAll(List.of("--volume", sandbox + ":" + SANDBOX));
        container
                .getVolumesList()
                .forEach(volume -> words.addAll(List.of("--volume", volumeOption(volume))));
        words.addAll(networkOptions());
        if (container.hasHostname()) {
            words.addAll(List.of("--hostname", container.getHostname()));
        }
        Refusals.parameters(container).forEach(parameter -> words.add(option(parameter)));
        words.addAll(commandWords());
        return words;
    }

    /// What belongs into [#environmentFile]: values of one line, kept out of sight of `ps`.
    public String environmentFileText() {
        var text = new StringBuilder();
        new TreeMap<>(environment)
                .forEach((key, value) -> {
                    if (!value.contains("\n")) {
                        text.append(key).append('=').append(value).append('\n');
                    }
                });
        return text.toString();
    }

    private DockerInfo docker() {
        return container.getDocker();
    }

    private List<String> limitOptions() {
        var words = new ArrayList<String>();
        words.addAll(List.of("--cpu-shares", Long.toString(limits.cpuShares())));
        if (limits.cpuQuotaMicros() > 0) {
            words.addAll(
                    List.of(
                            "--cpu-period",
                            "100000",
                            "--cpu-quota",
                            Long.toString(limits.cpuQuotaMicros())));
        }
        var bytes = Long.toString(limits.memoryBytes());
        words.addAll(List.of("--memory", bytes, "--memory-swap", bytes));
        return words;
    }

    private List<String> environmentOptions() {
        var words = new ArrayList<String>(List.of("--env-file", environmentFile.toString()));
        new TreeMap<>(environment)
                .forEach((key, value) -> {
                    if (value.contains("\n")) {
                        words.addAll(List.of("--env", key + "=" + value));
                    }
                });
        return words;
    }

    private String volumeOption(Volume volume) {
        var mode = volume.getMode() == Volume.Mode.RO ? ":ro" : ":rw";
        var inside = volume.getContainerPath();
        if (inside.contains(":")) {
            throw new IllegalArgumentException(
                    "the container path '" + inside + "' must not hold a colon");
        }
        var target = inside.startsWith("/") ? inside : SANDBOX + "/" + inside;
        return source(volume)
                .map(source -> source + ":" + target + mode)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "volume '"
                                        + inside
                                        + "' names neither a host path nor a volume of the engine"));
    }

    private Optional<String> source(Volume volume) {
        if (volume.hasHostPath()) {
            var path = volume.getHostPath();
            return Optional.of(path.startsWith("/") ? resolved(path) : path);
        }
        return switch (volume.getSource().getType()) {
            case HOST_PATH -> Optional.of(resolved(volume.getSource().getHostPath().getPath()));
            case DOCKER_VOLUME -> Optional.of(volume.getSource().getDockerVolume().getName());
            case UNKNOWN, SANDBOX_PATH, SECRET, CSI_VOLUME -> Optional.empty();
        };
    }

    private String resolved(String path) {
        var real = resolve.apply(Path.of(path)).toString();
        if (real.contains(":")) {
            throw new IllegalArgumentException(
                    "the host path '" + real + "' must not hold a colon");
        }
        return real;
    }

    private List<String> networkOptions() {
        var words = new ArrayList<String>();
        switch (docker().getNetwork()) {
            case HOST -> words.addAll(List.of("--network", "host"));
            case NONE -> words.addAll(List.of("--network", "none"));
            case BRIDGE -> words.addAll(List.of("--network", "bridge"));
            case USER -> words.addAll(List.of("--network", userNetwork()));
        }
        if (docker().getNetwork() != DockerInfo.Network.HOST) {
            docker().getPortMappingsList()
                    .forEach(mapping -> words.addAll(List.of("--publish", published(mapping))));
            dns.forEach(server -> words.addAll(List.of("--dns", server)));
        }
        return words;
    }

    private String userNetwork() {
        return container.getNetworkInfosList().stream()
                .filter(network -> network.hasName())
                .map(network -> network.getName())
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "a container with a network of its own must name it"));
    }

    private String published(DockerInfo.PortMapping mapping) {
        var protocol = mapping.getProtocol().isEmpty() ? "tcp" : mapping.getProtocol();
        return address
                + ":"
                + mapping.getHostPort()
                + ":"
                + mapping.getContainerPort()
                + "/"
                + protocol;
    }

    private static String option(Parameter parameter) {
        return parameter.value().isEmpty()
                ? "--" + parameter.name()
                : "--" + parameter.name() + "=" + parameter.value();
    }

    /// A shell command goes through `/bin/sh -c` whatever the image's entry point; else the value
    /// replaces the image's command, and the arguments follow.
    private List<String> commandWords() {
        var words = new ArrayList<String>();
        if (command.getShell() && command.hasValue()) {
            words.addAll(
                    List.of(
                            "--entrypoint",
                            "/bin/sh",
                            docker().getImage(),
                            "-c",
                            command.getValue()));
            return words;
        }
        words.add(docker().getImage());
        if (command.hasValue()) {
            words.add(command.getValue());
        }
        words.addAll(command.getArgumentsList());
        return words;
    }
}
