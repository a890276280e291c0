package io.dromos.agent.node.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.mesos.v1.Protos.ContainerInfo;

/// Decides what a task may not ask of the machine. Pure, but for the function that follows symbolic
/// links.
///
/// @param allowed what the operator allows
/// @param sockets where the container engine listens, links followed
/// @param resolve follows the links of an absolute, normalized path as far as it exists
public record Refusals(Set<Permission> allowed, List<Path> sockets, UnaryOperator<Path> resolve) {
    public Refusals {
        allowed = Set.copyOf(allowed);
        sockets = List.copyOf(sockets);
    }

    /// Why this container may not run, in one sentence; empty when it may.
    public Optional<String> of(ContainerInfo container) {
        var parameters = parameters(container);
        if (container.getDocker().getPrivileged()) {
            return refuse(Permission.PRIVILEGED, "a privileged container");
        }
        for (var parameter : parameters) {
            var refusal = ofParameter(parameter);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        for (var path : Binds.of(container, parameters)) {
            var refusal = ofPath(path);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /// The parameters of a container, in one spelling.
    public static List<Parameter> parameters(ContainerInfo container) {
        return container.getDocker().getParametersList().stream()
                .map(parameter -> Parameter.of(parameter.getKey(), parameter.getValue()))
                .toList();
    }

    private Optional<String> ofParameter(Parameter parameter) {
        var asked = "the parameter '" + parameter.name() + "=" + parameter.value() + "'";
        return switch (parameter.name()) {
            case "privileged" ->
                    parameter.isOn() ? refuse(Permission.PRIVILEGED, asked) : Optional.empty();
            case "cap-add",
                    "device",
                    "device-cgroup-rule",
                    "security-opt",
                    "cgroup-parent",
                    "cgroupns",
                    "runtime" ->
                    refuse(Permission.PRIVILEGED, asked);
            case "volumes-from", "volume-driver" -> refuse(Permission.HOST_ROOT, asked);
            case "pid" -> ofNamespace(parameter, Permission.HOST_PID, asked);
            case "ipc" -> ofNamespace(parameter, Permission.HOST_IPC, asked);
            case "userns" -> ofNamespace(parameter, Permission.HOST_USERNS, asked);
            case "uts" -> ofNamespace(parameter, Permission.PRIVILEGED, asked);
            case "network", "net" ->
                    parameter.value().startsWith("container:")
                            ? refuse(Permission.PRIVILEGED, asked)
                            : Optional.empty();
            case "publish", "publish-all" ->
                    Optional.of(
                            asked
                                    + " is refused: ports are published by portMappings, on the agent's address only");
            case "name",
                    "cidfile",
                    "detach",
                    "rm",
                    "restart",
                    "interactive",
                    "tty",
                    "attach",
                    "pull" ->
                    Optional.of(asked + " is refused: the agent decides it itself");
            default -> Optional.empty();
        };
    }

    private Optional<String> ofNamespace(Parameter parameter, Permission permission, String asked) {
        var shared = parameter.value().equals("host") || parameter.value().startsWith("container:");
        return shared ? refuse(permission, asked) : Optional.empty();
    }

    /// A host path, after its links are followed: `/` itself, or one that is or holds the engine's
    /// socket.
    private Optional<String> ofPath(String given) {
        if (!given.startsWith("/")) {
            return Optional.of(
                    "a mount of '" + given + "' is refused: a host path must be absolute");
        }
        var path = resolve.apply(Path.of(given).normalize());
        if (path.getNameCount() == 0) {
            return refuse(
                    Permission.HOST_ROOT,
                    "a mount of '" + given + "', which is the root of this machine,");
        }
        // A process's root and working directory lead everywhere, and are followed only inside the
        // container's engine.
        if (path.startsWith("/proc")) {
            return refuse(
                    Permission.HOST_ROOT,
                    "a mount of '" + given + "', which leads to the root of this machine,");
        }
        if (sockets.stream().anyMatch(socket -> socket.startsWith(path))) {
            return refuse(
                    Permission.DOCKER_SOCKET,
                    "a mount of '" + given + "', which gives away the engine's socket,");
        }
        return Optional.empty();
    }

    private Optional<String> refuse(Permission permission, String what) {
        if (allowed.contains(permission)) {
            return Optional.empty();
        }
        return Optional.of(
                what
                        + " is refused by this agent; its operator can allow it with --allow "
                        + permission.flag());
    }
}
