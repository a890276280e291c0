package io.dromos.events.spec;

import java.util.Map;
import java.util.Optional;

/// A network the instance joins.
///
/// @param mode what kind
/// @param name of a container network
/// @param labels free text for tools
public record Network(NetworkMode mode, Optional<String> name, Map<String, String> labels) {

    /// The agent's own network.
    public static final Network HOST = new Network(NetworkMode.HOST, Optional.empty(), Map.of());

    /// The engine's bridge.
    public static final Network BRIDGE =
            new Network(NetworkMode.BRIDGE, Optional.empty(), Map.of());

    /// Copies what it is given.
    public Network {
        labels = ApplicationSpec.Ordered.copyOf(labels);
    }
}
