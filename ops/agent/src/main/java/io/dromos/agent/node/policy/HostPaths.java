package io.dromos.agent.node.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Follows the symbolic links of paths on this machine.
public final class HostPaths {
    private static final List<String> SOCKETS = List.of("/var/run/docker.sock", "/run/docker.sock");

    private HostPaths() {}

    /// The real path; where the end of it does not exist yet, that of its nearest ancestor with the
    /// rest appended.
    public static Path resolve(Path path) {
        var absolute = path.toAbsolutePath().normalize();
        var existing = absolute;
        while (existing != null) {
            try {
                return existing.toRealPath().resolve(existing.relativize(absolute)).normalize();
            } catch (IOException missing) {
                existing = existing.getParent();
            }
        }
        return absolute;
    }

    /// Where container engines listen on this machine.
    ///
    /// @param dockerHost the value of `DOCKER_HOST`, or empty
    public static List<Path> engineSockets(String dockerHost) {
        var paths = new java.util.ArrayList<Path>();
        SOCKETS.forEach(socket -> paths.add(resolve(Path.of(socket))));
        if (dockerHost.startsWith("unix://")) {
            paths.add(resolve(Path.of(dockerHost.substring("unix://".length()))));
        }
        return paths.stream().distinct().toList();
    }
}
