package io.dromos.mesos;

import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.NetworkMode;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;

/// Turns a definition's container into Mesos'.
final class ContainerTranslation {

    /// The CNI network that stands for the bridge under Mesos' own containerizer, as in Marathon.
    static final String MESOS_BRIDGE = "mesos-bridge";

    private ContainerTranslation() {}

    /// The container of a task; empty for a plain command.
    static Optional<Protos.ContainerInfo> translate(TaskLaunch launch, List<TaskPort> ports) {
        return launch.spec()
                .container()
                .map(container ->
                        switch (container.type()) {
                            case DOCKER -> docker(launch, container, ports);
                            case MESOS -> mesos(launch.spec(), container, ports);
                        });
    }

    private static Protos.ContainerInfo docker(
            TaskLaunch launch, Container container, List<TaskPort> ports) {
        var image =
                container
                        .docker()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "Task "
                                                + launch.task()
                                                + " has a Docker container without an"
                                                + " image"));
        var docker =
                DockerInfo.newBuilder()
                        .setImage(image.image())
                        .setForcePullImage(image.forcePullImage())
                        .setPrivileged(image.privileged())
                        .setNetwork(dockerNetwork(launch.spec()));
        for (var parameter : image.parameters())
            docker.addParametersBuilder().setKey(parameter.key()).setValue(parameter.value());
        docker.addParametersBuilder()
                .setKey("label")
                .setValue("MESOS_TASK_ID=" + launch.task().value());
        if (!launch.spec().onHostNetwork()) addDockerPorts(docker, ports);
        var info =
                Protos.ContainerInfo.newBuilder()
                        .setType(Protos.ContainerInfo.Type.DOCKER)
                        .setDocker(docker)
                        .addAllVolumes(volumes(container));
        for (var network : launch.spec().networks())
            if (network.mode() == NetworkMode.CONTAINER) info.addNetworkInfos(networkInfo(network));
        return info.build();
    }

    private static DockerInfo.Network dockerNetwork(ApplicationSpec spec) {
        if (spec.networks().isEmpty()) return DockerInfo.Network.HOST;
        return switch (spec.networks().getFirst().mode()) {
            case HOST -> DockerInfo.Network.HOST;
            case BRIDGE -> DockerInfo.Network.BRIDGE;
            case CONTAINER -> DockerInfo.Network.USER;
        };
    }

    private static void addDockerPorts(DockerInfo.Builder docker, List<TaskPort> ports) {
        for (var port : ports)
            if (port.hostPort().isPresent())
                for (var protocol : port.protocols())
                    docker.addPortMappingsBuilder()
                            .setHostPort(port.hostPort().get())
                            .setContainerPort(port.containerPort())
                            .setProtocol(protocol);
    }

    private static Protos.ContainerInfo mesos(
            ApplicationSpec spec, Container container, List<TaskPort> ports) {
        var info =
                Protos.ContainerInfo.newBuilder()
                        .setType(Protos.ContainerInfo.Type.MESOS)
                        .addAllVolumes(volumes(container));
        container.docker().ifPresent(image -> info.setMesos(mesosImage(image)));
        for (var network : spec.networks())
            if (network.mode() != NetworkMode.HOST) {
                var built = networkInfo(network).toBuilder();
                ports.stream()
                        .filter(port -> belongsTo(port, network))
                        .forEach(port -> addNetworkPorts(built, port));
                info.addNetworkInfos(built);
            }
        return info.build();
    }

    private static Protos.ContainerInfo.MesosInfo mesosImage(Container.Docker image) {
        return Protos.ContainerInfo.MesosInfo.newBuilder()
                .setImage(
                        Protos.Image.newBuilder()
                                .setType(Protos.Image.Type.DOCKER)
                                .setDocker(Protos.Image.Docker.newBuilder().setName(image.image()))
                                .setCached(!image.forcePullImage()))
                .build();
    }

    private static boolean belongsTo(TaskPort port, Network network) {
        return port.networkNames().isEmpty()
                || network.name().filter(port.networkNames()::contains).isPresent();
    }

    private static void addNetworkPorts(Protos.NetworkInfo.Builder network, TaskPort port) {
        if (port.hostPort().isPresent())
            for (var protocol : port.protocols())
                network.addPortMappingsBuilder()
                        .setHostPort(port.hostPort().get())
                        .setContainerPort(port.containerPort())
                        .setProtocol(protocol);
    }

    private static Protos.NetworkInfo networkInfo(Network network) {
        var info = Protos.NetworkInfo.newBuilder();
        switch (network.mode()) {
            case BRIDGE -> info.setName(MESOS_BRIDGE);
            case CONTAINER, HOST -> network.name().ifPresent(info::setName);
        }
        if (!network.labels().isEmpty()) info.setLabels(TaskTranslation.labels(network.labels()));
        return info.build();
    }

    private static List<Protos.Volume> volumes(Container container) {
        return container.volumes().stream().map(ContainerTranslation::volume).toList();
    }

    private static Protos.Volume volume(Container.Volume volume) {
        return Protos.Volume.newBuilder()
                .setContainerPath(volume.containerPath())
                .setHostPath(volume.hostPath())
                .setMode(
                        switch (volume.mode()) {
                            case RO -> Protos.Volume.Mode.RO;
                            case RW -> Protos.Volume.Mode.RW;
                        })
                .build();
    }
}
