package io.dromos.agent.node.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo.Network;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo.PortMapping;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.Parameter;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.Test;

class DockerCommandTest {
    private static final CommandInfo NOTHING = CommandInfo.newBuilder().setShell(false).build();

    @Test
    void a_bridge_container_publishes_its_ports_on_the_agents_address_only() {
        var docker =
                docker(Network.BRIDGE)
                        .addPortMappings(
                                PortMapping.newBuilder().setHostPort(31000).setContainerPort(80))
                        .addPortMappings(
                                PortMapping.newBuilder()
                                        .setHostPort(31001)
                                        .setContainerPort(53)
                                        .setProtocol("udp"));
        assertThat(arguments(container(docker), NOTHING))
                .containsSequence("--network", "bridge")
                .containsSequence("--publish", "127.0.0.1:31000:80/tcp")
                .containsSequence("--publish", "127.0.0.1:31001:53/udp")
                .containsSequence("--dns", "172.17.0.1")
                .endsWith("busybox:1");
    }

    @Test
    void a_container_on_the_hosts_network_publishes_nothing() {
        var docker =
                docker(Network.HOST)
                        .addPortMappings(
                                PortMapping.newBuilder().setHostPort(31000).setContainerPort(80));
        assertThat(arguments(container(docker), NOTHING))
                .containsSequence("--network", "host")
                .doesNotContain("--publish", "--dns");
    }

    @Test
    void limits_are_said_as_mesos_says_them_and_swap_is_no_way_around() {
        assertThat(arguments(container(docker(Network.BRIDGE)), NOTHING))
                .containsSequence("--cpu-shares", "512")
                .containsSequence("--memory", "67108864", "--memory-swap", "67108864")
                .doesNotContain("--cpu-quota");
    }

    @Test
    void a_shell_command_replaces_the_entry_point() {
        var command = CommandInfo.newBuilder().setValue("echo $HOME").build();
        assertThat(arguments(container(docker(Network.BRIDGE)), command))
                .endsWith("--entrypoint", "/bin/sh", "busybox:1", "-c", "echo $HOME");
    }

    @Test
    void arguments_go_to_the_images_entry_point() {
        var command =
                CommandInfo.newBuilder()
                        .setShell(false)
                        .addArguments("a b")
                        .addArguments("$c")
                        .build();
        assertThat(arguments(container(docker(Network.BRIDGE)), command))
                .endsWith("busybox:1", "a b", "$c")
                .doesNotContain("--entrypoint");
        var withValue = command.toBuilder().setValue("prog").build();
        assertThat(arguments(container(docker(Network.BRIDGE)), withValue))
                .endsWith("busybox:1", "prog", "a b", "$c");
    }

    @Test
    void parameters_become_options() {
        var docker =
                docker(Network.BRIDGE)
                        .addParameters(Parameter.newBuilder().setKey("hostname").setValue("inside"))
                        .addParameters(Parameter.newBuilder().setKey("--init").setValue(""));
        assertThat(arguments(container(docker), NOTHING)).contains("--hostname=inside", "--init");
    }

    @Test
    void secrets_stay_off_the_command_line() {
        var command = command(container(docker(Network.BRIDGE)), NOTHING);
        assertThat(command.arguments())
                .containsSequence("--env-file", "/meta/environment")
                .noneMatch(word -> word.contains("hush"))
                .containsSequence("--env", "LINES=1\n2");
        assertThat(command.environmentFileText()).isEqualTo("PASSWORD=hush\n");
    }

    @Test
    void volumes_are_mounted_from_the_place_that_was_judged() {
        var container =
                container(docker(Network.BRIDGE)).toBuilder()
                        .addVolumes(volume("/link").setMode(Volume.Mode.RO))
                        .addVolumes(volume("named").setContainerPath("rel"))
                        .build();
        assertThat(arguments(container, NOTHING))
                .containsSequence("--volume", "/sandbox:/mnt/mesos/sandbox")
                .containsSequence("--volume", "/real:/data:ro")
                .containsSequence("--volume", "named:/mnt/mesos/sandbox/rel:rw");
    }

    @Test
    void a_volume_from_nowhere_and_a_colon_in_a_path_are_refused() {
        var nowhere = Volume.newBuilder().setContainerPath("/data").setMode(Volume.Mode.RW);
        for (var volume :
                List.of(nowhere, volume("/a:/b"), volume("/a").setContainerPath("/b:ro"))) {
            var container =
                    container(docker(Network.BRIDGE)).toBuilder().addVolumes(volume).build();
            assertThatThrownBy(() -> arguments(container, NOTHING))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_network_by_name_must_be_named() {
        assertThatThrownBy(() -> arguments(container(docker(Network.USER)), NOTHING))
                .hasMessageContaining("must name it");
        var named =
                container(docker(Network.USER)).toBuilder()
                        .addNetworkInfos(NetworkInfo.newBuilder().setName("mine"))
                        .build();
        assertThat(arguments(named, NOTHING)).containsSequence("--network", "mine");
    }

    @Test
    void leftovers_can_be_found_by_label() {
        assertThat(arguments(container(docker(Network.BRIDGE)), NOTHING))
                .containsSequence("--label", "MESOS_TASK_ID=web.1")
                .containsSequence("--name", "mesos-1");
    }

    private static List<String> arguments(ContainerInfo container, CommandInfo command) {
        return command(container, command).arguments();
    }

    private static DockerCommand command(ContainerInfo container, CommandInfo command) {
        return new DockerCommand(
                "mesos-1",
                container,
                command,
                Map.of("PASSWORD", "hush", "LINES", "1\n2"),
                Map.of("MESOS_TASK_ID", "web.1"),
                new DockerCommand.Limits(64 << 20, 512, -1),
                Path.of("/sandbox"),
                "127.0.0.1",
                List.of("172.17.0.1"),
                Path.of("/meta/environment"),
                path -> path.equals(Path.of("/link")) ? Path.of("/real") : path);
    }

    private static ContainerInfo container(DockerInfo.Builder docker) {
        return ContainerInfo.newBuilder()
                .setType(ContainerInfo.Type.DOCKER)
                .setDocker(docker)
                .build();
    }

    private static DockerInfo.Builder docker(Network network) {
        return DockerInfo.newBuilder().setImage("busybox:1").setNetwork(network);
    }

    private static Volume.Builder volume(String hostPath) {
        return Volume.newBuilder()
                .setHostPath(hostPath)
                .setContainerPath("/data")
                .setMode(Volume.Mode.RW);
    }
}
