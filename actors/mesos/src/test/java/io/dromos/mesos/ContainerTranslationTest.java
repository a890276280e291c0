package io.dromos.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.events.FrameworkId;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.NetworkMode;
import io.dromos.events.spec.PortMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.junit.jupiter.api.Test;

class ContainerTranslationTest {

    @Test
    void a_docker_container_is_labelled_with_its_task() {
        var specs = Specs.cmd("sleep 1");
        specs.container =
                Optional.of(
                        new Container(
                                Container.Type.DOCKER,
                                Optional.of(
                                        new Container.Docker(
                                                "nginx:1",
                                                true,
                                                true,
                                                List.of(new Container.Parameter("hostname", "x")))),
                                List.of(),
                                List.of(
                                        new Container.Volume(
                                                "/data", "/srv/d", Container.Volume.Mode.RO),
                                        new Container.Volume(
                                                "/w", "/srv/w", Container.Volume.Mode.RW))));
        var container = task(specs.launch()).getContainer();
        assertThat(container.getType()).isEqualTo(Protos.ContainerInfo.Type.DOCKER);
        assertThat(container.getDocker())
                .isEqualTo(
                        DockerInfo.newBuilder()
                                .setImage("nginx:1")
                                .setForcePullImage(true)
                                .setPrivileged(true)
                                .setNetwork(DockerInfo.Network.HOST)
                                .addParameters(parameter("hostname", "x"))
                                .addParameters(
                                        parameter("label", "MESOS_TASK_ID=" + Specs.TASK.value()))
                                .build());
        assertThat(container.getVolumesList())
                .extracting(v -> v.getHostPath() + ":" + v.getContainerPath() + ":" + v.getMode())
                .containsExactly("/srv/d:/data:RO", "/srv/w:/w:RW");
    }

    @Test
    void a_bridged_container_publishes_each_protocol_of_its_ports() {
        var specs = Specs.cmd("sleep 1");
        specs.networks = List.of(Network.BRIDGE);
        specs.container =
                Optional.of(
                        Specs.docker(
                                "nginx:1",
                                new PortMapping(
                                        53,
                                        Optional.of(0),
                                        0,
                                        "udp,tcp",
                                        Optional.empty(),
                                        Map.of(),
                                        List.of()),
                                Specs.mapping(0, Optional.of(0), "")));
        var docker = task(specs.launch(31_000, 31_001)).getContainer().getDocker();
        assertThat(docker.getNetwork()).isEqualTo(DockerInfo.Network.BRIDGE);
        assertThat(docker.getPortMappingsList())
                .extracting(
                        m -> m.getHostPort() + ">" + m.getContainerPort() + "/" + m.getProtocol())
                .containsExactly("31000>53/udp", "31000>53/tcp", "31001>31001/tcp");
    }

    @Test
    void a_container_on_a_named_network_joins_it_and_publishes_only_host_ports() {
        var specs = Specs.cmd("sleep 1");
        specs.networks =
                List.of(
                        new Network(
                                NetworkMode.CONTAINER, Optional.of("dcos"), Map.of("zone", "a")));
        specs.container =
                Optional.of(
                        Specs.docker(
                                "nginx:1",
                                Specs.mapping(80, Optional.of(0), ""),
                                Specs.mapping(81, Optional.empty(), "")));
        var container = task(specs.launch(31_000)).getContainer();
        assertThat(container.getDocker().getNetwork()).isEqualTo(DockerInfo.Network.USER);
        assertThat(container.getDocker().getPortMappingsList())
                .extracting(DockerInfo.PortMapping::getContainerPort)
                .containsExactly(80);
        assertThat(container.getNetworkInfosList())
                .containsExactly(
                        Protos.NetworkInfo.newBuilder()
                                .setName("dcos")
                                .setLabels(Protos.Labels.newBuilder().addLabels(label("zone", "a")))
                                .build());
    }

    @Test
    void mesos_own_containers_take_docker_images_and_map_ports_on_their_networks() {
        var specs = Specs.cmd("sleep 1");
        specs.networks = List.of(Network.BRIDGE);
        specs.container =
                Optional.of(
                        new Container(
                                Container.Type.MESOS,
                                Optional.of(
                                        new Container.Docker("nginx:1", true, false, List.of())),
                                List.of(Specs.mapping(80, Optional.of(0), "")),
                                List.of()));
        var container = task(specs.launch(31_000)).getContainer();
        assertThat(container.getType()).isEqualTo(Protos.ContainerInfo.Type.MESOS);
        assertThat(container.hasDocker()).isFalse();
        assertThat(container.getMesos().getImage().getDocker().getName()).isEqualTo("nginx:1");
        assertThat(container.getMesos().getImage().getCached()).isFalse();
        assertThat(container.getNetworkInfos(0).getName()).isEqualTo("mesos-bridge");
        assertThat(container.getNetworkInfos(0).getPortMappings(0).getHostPort()).isEqualTo(31_000);
        assertThat(container.getNetworkInfos(0).getPortMappings(0).getContainerPort())
                .isEqualTo(80);
    }

    @Test
    void a_docker_container_without_an_image_is_refused() {
        var specs = Specs.cmd("sleep 1");
        specs.container =
                Optional.of(
                        new Container(
                                Container.Type.DOCKER, Optional.empty(), List.of(), List.of()));
        assertThatThrownBy(() -> task(specs.launch()))
                .hasMessage("Task " + Specs.TASK + " has a Docker container without an image");
    }

    private static Protos.TaskInfo task(TaskLaunch launch) {
        return TaskTranslation.translate(launch, new FrameworkId("fw-0000"));
    }

    private static Protos.Label label(String key, String value) {
        return Protos.Label.newBuilder().setKey(key).setValue(value).build();
    }

    private static Protos.Parameter parameter(String key, String value) {
        return Protos.Parameter.newBuilder().setKey(key).setValue(value).build();
    }
}
