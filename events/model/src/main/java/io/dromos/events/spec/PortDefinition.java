package io.dromos.events.spec;

import java.util.Map;
import java.util.Optional;

/// A port on the host network.
///
/// @param port the service port; 0 until assigned
/// @param protocol `tcp`, `udp` or `udp,tcp`
/// @param name for discovery and the environment, if set
/// @param labels free text for tools
public record PortDefinition(
        int port, String protocol, Optional<String> name, Map<String, String> labels) {

    /// Copies what it is given.
    public PortDefinition {
        labels = ApplicationSpec.Ordered.copyOf(labels);
    }

    /// The same definition with this port.
    public PortDefinition withPort(int assigned) {
        return new PortDefinition(assigned, protocol, name, labels);
    }
}
