package io.dromos.agent.node;

import static io.dromos.agent.node.Harness.task;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FAILED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dromos.agent.node.docker.DockerEngine;
import io.dromos.agent.node.docker.Inspection;
import io.dromos.agent.node.tool.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo.Network;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo.PortMapping;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Parameter;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real engine, with an image made of nothing but a static busybox.
class DockerTaskTest {
    private static final String IMAGE = "dromos-test/busybox:1";
    private static final DockerEngine ENGINE = DockerEngine.find(System.getenv("PATH"));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path directory;
    private Harness harness;

    @BeforeAll
    static void engine() throws Exception {
        assumeTrue(ENGINE.program().isPresent(), "needs the docker command");
        var script = Path.of("../bin/docker-engine").toAbsolutePath().normalize().toString();
        var started = Tool.run(PATIENCE, script, "start");
        System.out.println(started.output().trim());
        assumeTrue(started.isSuccess(), "needs a Docker engine: " + started.errors().trim());
        if (!ENGINE.hasImage(IMAGE)) {
            var busybox = Path.of("/bin/busybox");
            assumeTrue(
                    Files.isExecutable(busybox), "needs a static busybox (Debian: busybox-static)");
            var make =
                    """
                    set -e
                    root=$(mktemp -d)
                    mkdir -p $root/bin $root/tmp
                    cp /bin/busybox $root/bin/
                    for name in sh sleep echo cat httpd id env true ls head tr; do ln -s busybox $root/bin/$name; done
                    tar -C $root -c . | docker import - %s
                    rm -r $root
                    """
                            .formatted(IMAGE);
            var made = Tool.run(PATIENCE, "/bin/sh", "-c", make);
            assertThat(made.isSuccess()).as(made.errors()).isTrue();
        }
    }

    @BeforeEach
    void start() throws Exception {
        harness = new Harness(directory).register();
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
        assertThat(
                        ENGINE.labelled(
                                "io.dromos.agent=" + NodeStarter.mark(directory.resolve("work"))))
                .as("containers left behind")
                .isEmpty();
    }

    @Test
    void a_container_starts_runs_and_ends_as_the_recordings_show() throws Exception {
        harness.launch(
                container(
                        "t",
                        "echo in docker; echo $MESOS_TASK_ID; echo oops >&2; exit 3",
                        docker(Network.BRIDGE)));
        var end = harness.awaitEnd("t");
        assertThat(end.getState()).isEqualTo(TASK_FAILED);
        assertThat(end.getMessage()).isEqualTo("Container exited with status 3");
        assertThat(harness.states("t")).containsExactly(TASK_STARTING, TASK_RUNNING, TASK_FAILED);
        assertThat(harness.output("t", "stdout")).isEqualTo("in docker\nt\n");
        assertThat(harness.output("t", "stderr")).isEqualTo("oops\n");
        await().atMost(PATIENCE).until(() -> inspect("t").isEmpty());
    }

    @Test
    void a_bridge_container_has_its_own_address_and_publishes_on_the_agents_only()
            throws Exception {
        var port = freePort();
        var docker =
                docker(Network.BRIDGE)
                        .addPortMappings(
                                PortMapping.newBuilder()
                                        .setHostPort(port)
                                        .setContainerPort(8080)
                                        .setProtocol("tcp"))
                        .addParameters(parameter("hostname", "inside"));
        harness.launch(
                container("t", "busybox httpd -f -p 8080 -h /bin", docker)
                        .addResources(Harness.ports(port, port)));
        var running = harness.awaitState("t", TASK_RUNNING);
        var address =
                running.getContainerStatus().getNetworkInfos(0).getIpAddresses(0).getIpAddress();
        assertThat(address).isNotEqualTo("127.0.0.1").matches("[0-9.]+");
        assertThat(running.getData().toStringUtf8()).contains("\"Hostname\": \"inside\"");
        await().atMost(PATIENCE).until(() -> connects("127.0.0.1", port));
        assertThat(connects(address, 8080)).as("on its own address").isTrue();
        for (var other : otherAddresses()) {
            assertThat(connects(other, port)).as("published on " + other).isFalse();
        }
        harness.kill("t", Optional.of(policy(200)));
        harness.expectEnd("t", TASK_KILLED);
    }

    @Test
    void a_container_on_the_hosts_network_has_the_agents_address() {
        harness.launch(container("t", "sleep 1000", docker(Network.HOST)));
        var running = harness.awaitState("t", TASK_RUNNING);
        assertThat(running.getContainerStatus().getNetworkInfos(0).getIpAddresses(0).getIpAddress())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void limits_labels_volumes_and_environment_reach_the_engine() throws Exception {
        var data = Files.createDirectory(directory.resolve("data"));
        Files.writeString(data.resolve("f"), "from the host\n");
        var task =
                container(
                        "t",
                        "cat /data/f; echo $SECRET; ls /mnt/mesos/sandbox; sleep 1000",
                        docker(Network.BRIDGE));
        task.getContainerBuilder().addVolumes(volume(data.toString(), "/data"));
        task.getCommandBuilder()
                .getEnvironmentBuilder()
                .addVariablesBuilder()
                .setName("SECRET")
                .setValue("hush hush");
        harness.launch(task);
        harness.awaitState("t", TASK_RUNNING);
        await().atMost(PATIENCE).until(() -> harness.output("t", "stdout").lines().count() == 4);
        assertThat(harness.output("t", "stdout"))
                .isEqualTo("from the host\nhush hush\nstderr\nstdout\n");
        var json = inspect("t").orElseThrow().json();
        assertThat(json)
                .contains("\"Memory\": 67108864")
                .contains("\"MemorySwap\": 67108864")
                .contains("\"CpuShares\": 102");
        assertThat(json)
                .contains("\"MESOS_TASK_ID\": \"t\"")
                .contains("\"MESOS_FRAMEWORK_ID\": \"fw-1\"");
    }

    @Test
    void a_killed_container_is_asked_first_and_ended_after_the_grace_period() {
        harness.launch(
                container("t", "trap '' TERM; while :; do sleep 0.1; done", docker(Network.BRIDGE))
                        .setKillPolicy(policy(300)));
        harness.awaitState("t", TASK_RUNNING);
        harness.kill("t", Optional.empty());
        var end = harness.awaitEnd("t");
        assertThat(end.getMessage()).isEqualTo("Container exited with status 137");
        assertThat(harness.states("t"))
                .containsExactly(TASK_STARTING, TASK_RUNNING, TASK_KILLING, TASK_KILLED);
    }

    @Test
    void a_container_over_its_memory_fails_with_that_reason() {
        harness.launch(
                container(
                        "t",
                        "x=$(head -c 200000000 /dev/zero | tr '\\0' x); exit $?",
                        docker(Network.BRIDGE)));
        var end = harness.awaitEnd("t");
        assertThat(end.getState()).isEqualTo(TASK_FAILED);
        assertThat(end.getReason()).isEqualTo(Reason.REASON_CONTAINER_LIMITATION_MEMORY);
    }

    @Test
    void a_program_that_is_not_in_the_image_ends_with_127() {
        var task =
                container("t", "", docker(Network.BRIDGE))
                        .setCommand(
                                CommandInfo.newBuilder()
                                        .setShell(false)
                                        .setValue("no-such-program"));
        harness.launch(task);
        assertThat(harness.awaitEnd("t").getMessage())
                .isEqualTo("Container exited with status 127");
    }

    @Test
    void an_image_that_cannot_be_pulled_fails_the_task_with_the_engines_words() {
        harness.launch(
                container("t", "true", docker(Network.BRIDGE).setImage("127.0.0.1:1/none:1")));
        var end = harness.awaitEnd("t");
        assertThat(end.getReason()).isEqualTo(Reason.REASON_CONTAINER_LAUNCH_FAILED);
        assertThat(end.getMessage())
                .startsWith("Failed to launch container: 'docker pull' exited with status 1")
                .contains("refused");
        assertThat(harness.states("t")).containsExactly(TASK_FAILED);
    }

    @Test
    void a_forced_pull_does_not_settle_for_the_image_that_is_here() {
        harness.launch(container("t", "true", docker(Network.BRIDGE).setForcePullImage(true)));
        assertThat(harness.awaitEnd("t").getMessage()).contains("'docker pull'");
    }

    @Test
    void a_port_that_is_not_the_tasks_own_is_not_published() {
        var docker =
                docker(Network.BRIDGE)
                        .addPortMappings(
                                PortMapping.newBuilder().setHostPort(31050).setContainerPort(80));
        harness.launch(container("t", "sleep 2", docker));
        assertThat(harness.awaitEnd("t").getMessage())
                .contains("Port mappings require port resources");
    }

    @Test
    void what_a_stranger_must_not_have_is_refused_and_never_started() throws Exception {
        var privileged =
                container("privileged", "true", docker(Network.BRIDGE).setPrivileged(true));
        var root = container("root", "true", docker(Network.BRIDGE));
        root.getContainerBuilder().addVolumes(volume("/", "/host"));
        Files.createSymbolicLink(directory.resolve("innocent"), Path.of("/var/run/docker.sock"));
        var socket =
                container(
                        "socket",
                        "true",
                        docker(Network.BRIDGE)
                                .addParameters(
                                        parameter(
                                                "volume", directory.resolve("innocent") + ":/s")));
        for (var task : List.of(privileged, root, socket)) {
            var id = task.getTaskId().getValue();
            harness.launch(task);
            var end = harness.awaitEnd(id);
            assertThat(end.getState()).isEqualTo(TASK_FAILED);
            assertThat(end.getReason()).isEqualTo(Reason.REASON_TASK_UNAUTHORIZED);
            assertThat(end.getMessage()).contains("refused by this agent").contains("--allow");
            assertThat(harness.states(id)).containsExactly(TASK_FAILED);
        }
    }

    @Test
    void what_the_operator_allows_runs() throws Exception {
        harness.close();
        harness = new Harness(directory, true, Set.of("host-pid")).register();
        harness.launch(
                container(
                        "t",
                        "ls -d /proc/" + ProcessHandle.current().pid(),
                        docker(Network.BRIDGE).addParameters(parameter("pid", "host"))));
        harness.expectEnd("t", TASK_FINISHED);
    }

    @Test
    void a_container_outlives_the_agent_and_is_adopted_by_its_id() throws Exception {
        harness.launch(
                container(
                        "t",
                        "echo one; while [ ! -e /mnt/mesos/sandbox/go ]; do sleep 0.05; done; echo two; exit 4",
                        docker(Network.BRIDGE)));
        harness.awaitState("t", TASK_RUNNING);
        var before = inspect("t").orElseThrow();
        harness.restart();
        var after = inspect("t").orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.pid()).isEqualTo(before.pid());
        harness.away();
        var run = harness.agent().tasks().all().iterator().next().task().directory().run();
        Files.createFile(harness.sandbox("t").resolve("go"));
        await().atMost(PATIENCE).until(() -> run.ending().isPresent());
        harness.back();
        assertThat(harness.awaitEnd("t").getMessage()).isEqualTo("Container exited with status 4");
        assertThat(harness.output("t", "stdout")).isEqualTo("one\ntwo\n");
    }

    @Test
    void a_container_whose_supervisor_died_gets_another_and_its_end_is_known() throws Exception {
        harness.launch(
                container(
                        "t",
                        "while [ ! -e /mnt/mesos/sandbox/go ]; do sleep 0.05; done; echo late; exit 6",
                        docker(Network.BRIDGE)));
        harness.awaitState("t", TASK_RUNNING);
        var run = harness.agent().tasks().all().iterator().next().task().directory().run();
        var supervisor = run.supervisor().orElseThrow();
        var attached = run.process().orElseThrow();
        ProcessHandle.of(supervisor.pid()).ifPresent(ProcessHandle::destroyForcibly);
        Tool.run(PATIENCE, "/bin/sh", "-c", "kill -s KILL -- -" + attached.pid());
        await().atMost(PATIENCE)
                .until(() ->
                        run.supervisor().filter(other -> !other.equals(supervisor)).isPresent());
        Files.createFile(harness.sandbox("t").resolve("go"));
        assertThat(harness.awaitEnd("t").getMessage()).isEqualTo("Container exited with status 6");
        assertThat(harness.output("t", "stdout")).contains("late\n");
    }

    @Test
    void a_container_that_belongs_to_no_task_is_removed_at_the_start() throws Exception {
        var mark = NodeStarter.mark(directory.resolve("work"));
        Tool.run(
                PATIENCE,
                "docker",
                "create",
                "--name",
                "mesos-left-" + mark,
                "--label",
                "io.dromos.agent=" + mark,
                IMAGE,
                "true");
        assertThat(ENGINE.labelled("io.dromos.agent=" + mark)).hasSize(1);
        assertThat(harness.agent().stopAll()).isZero();
        assertThat(ENGINE.labelled("io.dromos.agent=" + mark)).isEmpty();
    }

    @Test
    void without_docker_it_is_said_what_to_install() {
        var none = DockerEngine.find("/nowhere");
        assertThat(none.program()).isEmpty();
        assertThatThrownBy(() -> none.inspect("x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("apt-get install docker.io");
    }

    private Optional<Inspection> inspect(String task) throws Exception {
        return ENGINE.inspect("mesos-" + harness.sandbox(task).getFileName());
    }

    static TaskInfo.Builder container(String id, String shell, DockerInfo.Builder docker) {
        return task(id).setCommand(CommandInfo.newBuilder().setValue(shell))
                .setContainer(
                        ContainerInfo.newBuilder()
                                .setType(ContainerInfo.Type.DOCKER)
                                .setDocker(docker));
    }

    static DockerInfo.Builder docker(Network network) {
        return DockerInfo.newBuilder().setImage(IMAGE).setNetwork(network);
    }

    private static Parameter.Builder parameter(String key, String value) {
        return Parameter.newBuilder().setKey(key).setValue(value);
    }

    private static Volume.Builder volume(String hostPath, String containerPath) {
        return Volume.newBuilder()
                .setHostPath(hostPath)
                .setContainerPath(containerPath)
                .setMode(Volume.Mode.RO);
    }

    private static KillPolicy policy(long millis) {
        return KillPolicy.newBuilder()
                .setGracePeriod(DurationInfo.newBuilder().setNanoseconds(millis * 1_000_000))
                .build();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean connects(String host, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 500);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static List<String> otherAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .map(InetAddress::getHostAddress)
                .toList();
    }
}
