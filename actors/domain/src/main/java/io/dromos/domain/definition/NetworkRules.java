package io.dromos.domain.definition;

import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.NetworkMode;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.PortMapping;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What networks and ports of a definition must keep.
final class NetworkRules {

    private NetworkRules() {}

    /// Adds the rules the definition breaks.
    static void check(ApplicationSpec spec, List<Violation> found) {
        networks(spec, found);
        definitions(spec.portDefinitions(), found);
        spec.container().ifPresent(held -> mappings(spec.networks(), held.portMappings(), found));
    }

    private static void networks(ApplicationSpec spec, List<Violation> found) {
        var networks = spec.networks();
        long named = networks.stream().filter(NetworkRules::isContainer).count();
        if (networks.size() > 1 && named < networks.size())
            found.add(
                    new Violation(
                            "/networks",
                            "May specify a single host network, single bridge network, or else"
                                    + " 1-to-n container networks"));
        for (var network : networks)
            broken(network).ifPresent(rule -> found.add(new Violation("/networks", rule)));
        var names = networks.stream().filter(NetworkRules::isContainer).map(Network::name);
        if (repeats(names.flatMap(Optional::stream)))
            found.add(new Violation("/networks", "Duplicate networks are not allowed"));
        boolean docker =
                spec.container().filter(held -> held.type() == Container.Type.DOCKER).isPresent();
        if (docker && named > 1)
            found.add(
                    new Violation(
                            "/",
                            "may only specify a single container network when using the Docker"
                                    + " container engine"));
    }

    private static Optional<String> broken(Network network) {
        return switch (network.mode()) {
            case HOST ->
                    network.name().isEmpty() && network.labels().isEmpty()
                            ? Optional.empty()
                            : Optional.of("Host networks may not have names or labels");
            case BRIDGE -> network.name().map(_ -> "Bridge networks may not have names");
            case CONTAINER ->
                    network.name().isPresent()
                            ? Optional.empty()
                            : Optional.of(
                                    "Network name must be specified when container network is"
                                            + " selected.");
        };
    }

    private static void definitions(List<PortDefinition> ports, List<Violation> found) {
        for (int i = 0; i < ports.size(); i++)
            if (ports.get(i).port() < 0)
                found.add(
                        new Violation(
                                "/portDefinitions(" + i + ")/port",
                                "got " + ports.get(i).port() + ", expected 0 or more"));
        if (repeats(ports.stream().map(PortDefinition::name).flatMap(Optional::stream)))
            found.add(new Violation("/portDefinitions", "Port names must be unique."));
        if (repeats(ports.stream().map(PortDefinition::port).filter(port -> port > 0)))
            found.add(new Violation("/portDefinitions", "Ports must be unique."));
    }

    private static void mappings(
            List<Network> networks, List<PortMapping> mappings, List<Violation> found) {
        if (repeats(mappings.stream().map(PortMapping::name).flatMap(Optional::stream)))
            found.add(new Violation("/container/portMappings", "Port names must be unique."));
        var names =
                networks.stream()
                        .filter(NetworkRules::isContainer)
                        .map(Network::name)
                        .flatMap(Optional::stream)
                        .toList();
        for (int i = 0; i < mappings.size(); i++) {
            var path = "/container/portMappings(" + i + ")";
            var joined = mappings.get(i).networkNames();
            for (int n = 0; n < joined.size(); n++)
                if (!names.contains(joined.get(n)))
                    found.add(
                            new Violation(
                                    path + "/networkNames(" + n + ")",
                                    "is not one of (" + String.join(",", names) + ")"));
            if (names.size() > 1 && mappings.get(i).hostPort().isPresent() && joined.size() != 1)
                found.add(
                        new Violation(
                                path,
                                "networkNames must be a single item list when hostPort is specified"
                                        + " and more than 1 container network is defined"));
        }
    }

    private static boolean isContainer(Network network) {
        return network.mode() == NetworkMode.CONTAINER;
    }

    private static boolean repeats(Stream<?> values) {
        var seen = new HashSet<Object>();
        return values.anyMatch(value -> !seen.add(value));
    }
}
