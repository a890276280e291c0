package io.dromos.events.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A container port and where it appears.
///
/// @param containerPort inside; 0 means the host port
/// @param hostPort on the agent; 0 means any from the offer; absent means not published
/// @param servicePort for load balancers; 0 until assigned
/// @param protocol `tcp`, `udp` or `udp,tcp`
/// @param name for discovery, if set
/// @param labels free text for tools
/// @param networkNames container networks it belongs to; empty means all
public record PortMapping(
        int containerPort,
        Optional<Integer> hostPort,
        int servicePort,
        String protocol,
        Optional<String> name,
        Map<String, String> labels,
        List<String> networkNames) {

    /// Copies what it is given.
    public PortMapping {
        labels = ApplicationSpec.Ordered.copyOf(labels);
        networkNames = List.copyOf(networkNames);
    }

    /// The same mapping with this service port.
    public PortMapping withServicePort(int port) {
        return new PortMapping(containerPort, hostPort, port, protocol, name, labels, networkNames);
    }
}
