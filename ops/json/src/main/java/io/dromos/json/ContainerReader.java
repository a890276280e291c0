package io.dromos.json;

import io.dromos.domain.definition.ContainerPatch;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.Container.Volume;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.NetworkMode;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.PortMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads containers, volumes, networks and ports.
final class ContainerReader {

    private static final int PORT_MAX = 65_535;
    private static final int TEXT_MAX = Documents.STRING_MAX;
    private static final Pattern PORT_NAME = Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?");
    private static final Pattern NETWORK_NAME = Pattern.compile("[a-z0-9](?:[-a-z0-9_]*[a-z0-9])?");
    private static final Set<String> PERSISTENT_TYPES = Set.of("root", "path", "mount");
    private static final Map<String, Container.Type> TYPES =
            Map.of("docker", Container.Type.DOCKER, "mesos", Container.Type.MESOS);
    private static final Map<String, Volume.Mode> MODES =
            Map.of("ro", Volume.Mode.RO, "rw", Volume.Mode.RW);
    private static final Map<String, String> PROTOCOLS =
            Map.of("tcp", "tcp", "udp", "udp", "udp,tcp", "udp,tcp");
    private static final Map<String, NetworkMode> NETWORKS =
            Map.of(
                    "host",
                    NetworkMode.HOST,
                    "container",
                    NetworkMode.CONTAINER,
                    "container/bridge",
                    NetworkMode.BRIDGE);

    private ContainerReader() {}

    /// A container; its mappings are those of the new format only.
    static Optional<ContainerPatch> container(Shape container) {
        var type = container.literal("type", TYPES).orElse(Container.Type.DOCKER);
        var docker = container.object("docker").flatMap(ContainerReader::docker);
        var mappings = mappings(container);
        var volumes = container.objects("volumes", ContainerReader::volume).orElse(List.of());
        return Optional.of(new ContainerPatch(type, docker, mappings, volumes));
    }

    private static Optional<Container.Docker> docker(Shape docker) {
        var image = docker.required("image", 1, TEXT_MAX);
        var pull = docker.flag("forcePullImage").orElse(false);
        var privileged = docker.flag("privileged").orElse(false);
        var parameters = docker.objects("parameters", ContainerReader::parameter).orElse(List.of());
        return image.map(name -> new Container.Docker(name, pull, privileged, parameters));
    }

    private static Optional<Container.Parameter> parameter(Shape parameter) {
        var key = parameter.required("key", 1, TEXT_MAX);
        var value = parameter.required("value", 0, TEXT_MAX);
        if (key.isEmpty() || value.isEmpty()) return Optional.empty();
        return Optional.of(new Container.Parameter(key.get(), value.get()));
    }

    /// The mappings in an object, be it a container or its Docker part.
    static Optional<List<PortMapping>> mappings(Shape holder) {
        return holder.objects("portMappings", ContainerReader::mapping);
    }

    private static Optional<PortMapping> mapping(Shape mapping) {
        return Optional.of(
                new PortMapping(
                        mapping.whole("containerPort", 0, PORT_MAX).orElse(0),
                        mapping.whole("hostPort", 0, PORT_MAX),
                        mapping.whole("servicePort", 0, PORT_MAX).orElse(0),
                        mapping.literal("protocol", PROTOCOLS).orElse("tcp"),
                        mapping.text("name", PORT_NAME, TEXT_MAX),
                        mapping.texts("labels").orElse(Map.of()),
                        mapping.list("networkNames").orElse(List.of())));
    }

    /// A port on the host network.
    static Optional<PortDefinition> definition(Shape definition) {
        return Optional.of(
                new PortDefinition(
                        definition.whole("port", 0, PORT_MAX).orElse(0),
                        definition.literal("protocol", PROTOCOLS).orElse("tcp"),
                        definition.text("name", PORT_NAME, TEXT_MAX),
                        definition.texts("labels").orElse(Map.of())));
    }

    /// A port of the oldest way to join a container network, `ipAddress.discovery.ports`.
    static Optional<PortMapping> discovered(Shape port) {
        return Optional.of(
                new PortMapping(
                        port.whole("number", 0, PORT_MAX).orElse(0),
                        Optional.empty(),
                        0,
                        port.literal("protocol", PROTOCOLS).orElse("tcp"),
                        port.text("name", PORT_NAME, TEXT_MAX),
                        port.texts("labels").orElse(Map.of()),
                        List.of()));
    }

    /// A network.
    static Optional<Network> network(Shape network) {
        return Optional.of(
                new Network(
                        network.literal("mode", NETWORKS).orElse(NetworkMode.CONTAINER),
                        network.text("name", NETWORK_NAME, 63),
                        network.texts("labels").orElse(Map.of())));
    }

    private static Optional<Volume> volume(Shape volume) {
        if (isPersistent(volume) || isExternal(volume) || isSecret(volume)) return Optional.empty();
        var inside = volume.required("containerPath", 1, TEXT_MAX);
        var outside = volume.required("hostPath", 1, TEXT_MAX);
        var mode = volume.literal("mode", MODES);
        if (!volume.has("mode")) volume.required("mode", 1, 2);
        if (inside.isEmpty() || outside.isEmpty() || mode.isEmpty()) return Optional.empty();
        return Optional.of(new Volume(inside.get(), outside.get(), mode.get()));
    }

    /// Whether the volume is one that outlives its task.
    static boolean isPersistent(Shape volume) {
        var persistent = volume.raw("persistent");
        return persistent.path("size").isIntegralNumber()
                && PERSISTENT_TYPES.contains(persistent.path("type").asText("root"));
    }

    /// Whether the volume is one that a storage system provides.
    static boolean isExternal(Shape volume) {
        return volume.raw("external").isObject();
    }

    /// Whether the volume is a secret shown as a file.
    static boolean isSecret(Shape volume) {
        return volume.raw("secret").isTextual();
    }
}
