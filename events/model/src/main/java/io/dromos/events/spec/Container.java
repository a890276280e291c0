package io.dromos.events.spec;

import java.util.List;
import java.util.Optional;

/// How an instance is contained.
///
/// @param type by the Docker engine or by Mesos itself
/// @param docker the image, if there is one
/// @param portMappings container ports and where they appear
/// @param volumes what is mounted
public record Container(
        Type type, Optional<Docker> docker, List<PortMapping> portMappings, List<Volume> volumes) {

    /// Copies what it is given.
    public Container {
        portMappings = List.copyOf(portMappings);
        volumes = List.copyOf(volumes);
    }

    /// The same container with other port mappings.
    public Container withPortMappings(List<PortMapping> mappings) {
        return new Container(type, docker, mappings, volumes);
    }

    /// Who runs the container.
    public enum Type {
        DOCKER,
        MESOS
    }

    /// An image and how to run it.
    ///
    /// @param image its name
    /// @param forcePullImage whether to pull it though it is there
    /// @param privileged whether it gets all of the host's rights
    /// @param parameters further options of `docker run`, in order
    public record Docker(
            String image, boolean forcePullImage, boolean privileged, List<Parameter> parameters) {
        /// Copies what it is given.
        public Docker {
            parameters = List.copyOf(parameters);
        }
    }

    /// An option of `docker run`, without its dashes.
    public record Parameter(String key, String value) {}

    /// A mount.
    ///
    /// @param containerPath where it appears
    /// @param hostPath what is mounted
    /// @param mode whether it may be written to
    public record Volume(String containerPath, String hostPath, Mode mode) {

        /// Whether a volume may be written to.
        public enum Mode {
            RO,
            RW
        }
    }
}
