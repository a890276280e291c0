package io.dromos.agent.node.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.Parameter;
import org.apache.mesos.v1.Protos.Parameters;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
    private static final Map<Path, Path> LINKS =
            Map.of(
                    Path.of("/var/run/docker.sock"), Path.of("/run/docker.sock"),
                    Path.of("/var/run"), Path.of("/run"),
                    Path.of("/home/me/root"), Path.of("/"),
                    Path.of("/home/me/engine"), Path.of("/run/docker.sock"));

    private static final Refusals STRICT = refusals(Set.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "privileged | true | privileged",
                "--privileged | '' | privileged",
                "privileged | 1 | privileged",
                "privileged=true | '' | privileged",
                "cap-add | SYS_ADMIN | privileged",
                "device | /dev/sda | privileged",
                "security-opt | seccomp=unconfined | privileged",
                "pid | host | host-pid",
                "pid | container:other | host-pid",
                "ipc | host | host-ipc",
                "userns | host | host-userns",
                "uts | host | privileged",
                "network | container:other | privileged",
                "volumes-from | other | host-root",
                "volume | /:/host | host-root",
                "v | /:/host:ro | host-root",
                "--volume | /../:/host | host-root",
                "VOLUME | /etc/..:/host | host-root",
                "volume | /home/me/root:/host | host-root",
                "mount | type=bind,source=/,target=/host | host-root",
                "mount | type=bind,SRC=/,target=/host | host-root",
                "mount | 'type=volume,target=/x,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/' | host-root",
                "mount | 'type=volume,target=/x,\"volume-opt=device=/\"' | host-root",
                "volume | /proc/1/root:/host | host-root",
                "volume | /var/run/docker.sock:/s | docker-socket",
                "volume | /run/docker.sock:/s | docker-socket",
                "volume | /run/../run/docker.sock:/s | docker-socket",
                "volume | /var/run:/s | docker-socket",
                "v | /home/me/engine:/s | docker-socket",
                "mount | type=bind,src=/run/docker.sock,dst=/s | docker-socket",
                "env-file | /run/docker.sock | docker-socket",
            })
    void a_dangerous_parameter_is_refused_unless_allowed(String key, String value, String flag) {
        var container = withParameter(key, value);
        assertThat(STRICT.of(container)).get().asString().contains("--allow " + flag);
        assertThat(refusals(Permission.parse(Set.of(flag))).of(container)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "publish | 0.0.0.0:80:80",
                "p | 80:80",
                "P | ''",
                "name | mine",
                "rm | true",
                "restart | always",
                "cidfile | /tmp/x",
                "volume | ../up:/x",
                "volume | ~/x:/x"
            })
    void what_would_undo_the_agents_own_work_is_refused_always(String key, String value) {
        assertThat(refusals(EnumSet.allOf(Permission.class)).of(withParameter(key, value)))
                .get()
                .asString()
                .contains("is refused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hostname | inside",
                "label | x=y",
                "privileged | false",
                "volume | data:/data",
                "volume | /srv/data:/data:ro",
                "volume | /anonymous",
                "mount | type=bind,source=/srv,target=/srv",
                "mount | type=tmpfs,target=/tmp",
                "ipc | private",
                "memory-reservation | 64m",
                "network | none"
            })
    void an_ordinary_parameter_passes(String key, String value) {
        assertThat(STRICT.of(withParameter(key, value))).isEmpty();
    }

    @Test
    void a_privileged_container_is_refused_with_the_flag_that_allows_it() {
        var container =
                ContainerInfo.newBuilder()
                        .setType(ContainerInfo.Type.DOCKER)
                        .setDocker(DockerInfo.newBuilder().setImage("i").setPrivileged(true))
                        .build();
        assertThat(STRICT.of(container))
                .contains(
                        "a privileged container is refused by this agent; its operator can allow it with --allow"
                                + " privileged");
        assertThat(refusals(Set.of(Permission.PRIVILEGED)).of(container)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "//", "/etc/..", "/./", "/home/me/root", "/proc/1/root"})
    void a_volume_of_the_root_is_refused_for_containers_and_commands_alike(String path) {
        for (var type : List.of(ContainerInfo.Type.DOCKER, ContainerInfo.Type.MESOS)) {
            assertThat(STRICT.of(withVolume(type, path)))
                    .get()
                    .asString()
                    .contains("--allow host-root");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/var/run/docker.sock", "/run", "/home/me/engine"})
    void a_volume_of_the_engines_socket_is_refused(String path) {
        assertThat(STRICT.of(withVolume(ContainerInfo.Type.DOCKER, path)))
                .get()
                .asString()
                .contains("--allow docker-socket");
    }

    @Test
    void a_volume_whose_driver_binds_the_root_is_refused() {
        var volume = Volume.newBuilder().setContainerPath("/x").setMode(Volume.Mode.RW);
        var options =
                Parameters.newBuilder()
                        .addParameter(Parameter.newBuilder().setKey("device").setValue("/"));
        volume.getSourceBuilder()
                .setType(Volume.Source.Type.DOCKER_VOLUME)
                .getDockerVolumeBuilder()
                .setName("innocent")
                .setDriverOptions(options);
        assertThat(
                        STRICT.of(
                                ContainerInfo.newBuilder()
                                        .setType(ContainerInfo.Type.DOCKER)
                                        .addVolumes(volume)
                                        .build()))
                .isPresent();
    }

    @Test
    void an_unknown_permission_names_those_there_are() {
        assertThatThrownBy(() -> Permission.parse(Set.of("everything")))
                .hasMessageContaining("'everything'")
                .hasMessageContaining("privileged, host-root, docker-socket");
    }

    private static Refusals refusals(Set<Permission> allowed) {
        return new Refusals(
                allowed,
                List.of(Path.of("/run/docker.sock")),
                path -> LINKS.getOrDefault(path, path));
    }

    private static ContainerInfo withParameter(String key, String value) {
        return ContainerInfo.newBuilder()
                .setType(ContainerInfo.Type.DOCKER)
                .setDocker(
                        DockerInfo.newBuilder()
                                .setImage("i")
                                .addParameters(Parameter.newBuilder().setKey(key).setValue(value)))
                .build();
    }

    private static ContainerInfo withVolume(ContainerInfo.Type type, String path) {
        return ContainerInfo.newBuilder()
                .setType(type)
                .addVolumes(
                        Volume.newBuilder()
                                .setHostPath(path)
                                .setContainerPath("/x")
                                .setMode(Volume.Mode.RW))
                .build();
    }
}
