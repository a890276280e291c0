package io.dromos.agent.node.policy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What the operator can allow tasks to ask for, by its name behind `--allow`.
public enum Permission {
    /// Privileged containers, and what amounts to one: capabilities, devices, security options.
    PRIVILEGED,
    /// Mounts of `/`.
    HOST_ROOT,
    /// Mounts of the container engine's socket, or of a directory that holds it.
    DOCKER_SOCKET,
    /// The host's process ids.
    HOST_PID,
    /// The host's shared memory and semaphores.
    HOST_IPC,
    /// No user namespace where the engine gives one.
    HOST_USERNS;

    /// The name behind `--allow`, such as `docker-socket`.
    public String flag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Reads the names behind `--allow`.
    ///
    /// @throws IllegalArgumentException for an unknown one, naming those there are
    public static Set<Permission> parse(Set<String> names) {
        var result = EnumSet.noneOf(Permission.class);
        for (var name : names) {
            result.add(
                    Arrays.stream(values())
                            .filter(permission -> permission.flag().equals(name))
                            .findFirst()
                            .orElseThrow(() -> unknown(name)));
        }
        return result;
    }

    private static IllegalArgumentException unknown(String name) {
        var known = Arrays.stream(values()).map(Permission::flag).toList();
        return new IllegalArgumentException(
                "cannot allow '" + name + "'; what can be allowed: " + String.join(", ", known));
    }
}
