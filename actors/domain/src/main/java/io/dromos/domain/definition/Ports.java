package io.dromos.domain.definition;

import io.dromos.events.spec.Container;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.NetworkMode;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.PortMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Ports that Marathon adds where a definition says nothing about them.
final class Ports {

    /// The one port of an application on the host network that names none.
    static final PortDefinition DEFAULT_DEFINITION =
            new PortDefinition(0, "tcp", Optional.of("default"), Map.of());

    /// The one mapping of an application on another network that names none.
    private static final PortMapping DEFAULT_MAPPING =
            new PortMapping(
                    0, Optional.empty(), 0, "tcp", Optional.of("default"), Map.of(), List.of());

    private Ports() {}

    /// The container as it stands in the definition.
    ///
    /// On the host network mappings mean nothing and go. Off it there is always a container, a
    /// default mapping where none is said, and a host port for each mapping of a bridge.
    ///
    /// @param said whether the mappings were said, be it that there are none
    static Optional<Container> mapped(
            Optional<Container> container, List<Network> networks, boolean said) {
        if (networks.stream().anyMatch(network -> network.mode() == NetworkMode.HOST))
            return container.map(held -> held.withPortMappings(List.of()));
        var held = container.orElse(EMPTY);
        var mappings = said ? held.portMappings() : List.of(DEFAULT_MAPPING);
        boolean bridge =
                networks.stream().anyMatch(network -> network.mode() == NetworkMode.BRIDGE);
        return Optional.of(
                held.withPortMappings(
                        bridge ? mappings.stream().map(Ports::published).toList() : mappings));
    }

    private static final Container EMPTY =
            new Container(Container.Type.MESOS, Optional.empty(), List.of(), List.of());

    private static PortMapping published(PortMapping mapping) {
        return new PortMapping(
                mapping.containerPort(),
                mapping.hostPort().or(() -> Optional.of(0)),
                mapping.servicePort(),
                mapping.protocol(),
                mapping.name(),
                mapping.labels(),
                mapping.networkNames());
    }
}
