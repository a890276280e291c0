package io.dromos.json;

import io.dromos.domain.definition.ContainerPatch;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.Fetch;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.NetworkMode;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.PortMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Turns fields of old formats into those of the new one.
final class OldFormats {

    private static final String BRIDGE_NAME = "mesos-bridge";
    private static final Pattern ARCHIVE =
            Pattern.compile(".*\\.(?:tar|tar\\.gz|tar\\.bz2|tar\\.xz|gz|tgz|tbz2|txz|zip)");
    private static final Map<String, String> MODES =
            Map.of("host", "host", "bridge", "bridge", "user", "user", "none", "none");

    private OldFormats() {}

    /// What an application says about container, networks and ports, in the new format.
    record Ported(
            Optional<ContainerPatch> container,
            Optional<List<Network>> networks,
            Optional<List<PortDefinition>> definitions) {

        /// Whether there are ports in a form that health checks may count on in Marathon: by
        /// definitions, not by the old list of numbers, or by mappings off the host network.
        boolean areSaid(Shape app) {
            boolean host =
                    networks.orElse(List.of()).stream()
                            .allMatch(network -> network.mode() == NetworkMode.HOST);
            boolean mapped =
                    container
                            .flatMap(ContainerPatch::portMappings)
                            .filter(mappings -> !mappings.isEmpty())
                            .isPresent();
            return app.hasContent("portDefinitions") || (mapped && !host);
        }
    }

    /// Reads all that has to do with ports.
    static Ported ports(Shape app) {
        var networks = networks(app);
        var ports = app.wholes("ports");
        var container = mapped(app, networks, ports);
        var definitions =
                app.objects("portDefinitions", ContainerReader::definition)
                        .or(() -> ports.map(OldFormats::definitions));
        return new Ported(container, networks, definitions);
    }

    private static Optional<List<Network>> networks(Shape app) {
        var ipAddress = app.object("ipAddress");
        var name = ipAddress.flatMap(ip -> ip.text("networkName", 1, 63));
        var labels = ipAddress.flatMap(ip -> ip.texts("labels")).orElse(Map.of());
        var mode = dockerMode(app);
        var canonical = app.objects("networks", ContainerReader::network);
        if (canonical.isPresent()) return canonical;
        if (mode.isPresent())
            return switch (mode.get()) {
                case "host" -> Optional.of(List.of(Network.HOST));
                case "bridge" -> Optional.of(List.of(Network.BRIDGE));
                default -> Optional.of(List.of(new Network(NetworkMode.CONTAINER, name, labels)));
            };
        if (ipAddress.isEmpty()) return Optional.empty();
        if (name.filter(BRIDGE_NAME::equals).isPresent())
            return Optional.of(List.of(new Network(NetworkMode.BRIDGE, Optional.empty(), labels)));
        return Optional.of(List.of(new Network(NetworkMode.CONTAINER, name, labels)));
    }

    /// The old network mode, in lower case: `host`, `bridge`, `user` or `none`.
    static Optional<String> dockerMode(Shape app) {
        return app.object("container")
                .flatMap(container -> container.object("docker"))
                .flatMap(docker -> docker.literal("network", MODES));
    }

    private static Optional<ContainerPatch> mapped(
            Shape app, Optional<List<Network>> networks, Optional<List<Integer>> ports) {
        var container = app.object("container").flatMap(ContainerReader::container);
        var old =
                app.object("container")
                        .flatMap(held -> held.object("docker"))
                        .flatMap(ContainerReader::mappings);
        var discovered =
                app.object("ipAddress")
                        .flatMap(ip -> ip.object("discovery"))
                        .flatMap(found -> found.objects("ports", ContainerReader::discovered));
        var extra = ports.flatMap(list -> mappings(list, networks));
        var mappings = old.or(() -> discovered).or(() -> extra);
        if (mappings.isEmpty()) return container;
        var held =
                container.orElse(
                        new ContainerPatch(
                                Container.Type.MESOS,
                                Optional.empty(),
                                Optional.empty(),
                                List.of()));
        if (held.portMappings().isPresent()) return container;
        return Optional.of(held.withPortMappings(mappings.get()));
    }

    /// Old ports off the host network come as mappings, of which the first has the default's name.
    private static Optional<List<PortMapping>> mappings(
            List<Integer> ports, Optional<List<Network>> networks) {
        boolean host = networks.isEmpty() || networks.get().contains(Network.HOST);
        if (host || ports.isEmpty()) return Optional.empty();
        return Optional.of(
                IntStream.range(0, ports.size())
                        .mapToObj(i ->
                                new PortMapping(
                                        0,
                                        Optional.empty(),
                                        0,
                                        "tcp",
                                        i == 0 ? Optional.of("default") : Optional.empty(),
                                        Map.of(),
                                        List.of()))
                        .toList());
    }

    private static List<PortDefinition> definitions(List<Integer> ports) {
        return ports.stream()
                .map(port -> new PortDefinition(port, "tcp", Optional.empty(), Map.of()))
                .toList();
    }

    /// What is fetched: by the new field, or by the old list of URIs.
    static Optional<List<Fetch>> fetch(Shape app, Optional<List<Fetch>> canonical) {
        var uris = app.list("uris");
        if (canonical.isPresent()) return canonical;
        return uris.map(list -> {
            var fetched = new ArrayList<Fetch>();
            for (var uri : list)
                fetched.add(
                        new Fetch(
                                uri,
                                ARCHIVE.matcher(uri).matches(),
                                false,
                                false,
                                Optional.empty()));
            return List.copyOf(fetched);
        });
    }
}
