package io.dromos.agent.node;

import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.agent.node.tool.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo.Network;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.HealthCheck.HTTPCheckInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On the engine and with the image of [DockerTaskTest].
class DockerChecksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SLEEPS_1004 = "busybox ps | busybox grep -q '[s]leep 1004'";

    @TempDir Path directory;
    private Harness harness;

    @BeforeAll
    static void engine() throws Exception {
        DockerTaskTest.engine();
    }

    @BeforeEach
    void start() throws Exception {
        harness = new Harness(directory).register();
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void a_container_is_asked_at_its_own_address_without_any_port_published() throws Exception {
        var check =
                check(60)
                        .setType(HealthCheck.Type.HTTP)
                        .setHttp(HTTPCheckInfo.newBuilder().setPort(8080).setPath("/sh"));
        harness.launch(
                DockerTaskTest.container(
                                "t",
                                "busybox httpd -f -p 8080 -h /bin",
                                DockerTaskTest.docker(Network.BRIDGE))
                        .setHealthCheck(check));
        assertThat(awaitHealthy(true).hasData()).isFalse();
    }

    @Test
    void a_command_check_runs_in_the_container_and_ends_it_when_it_fails() throws Exception {
        var check =
                check(0).setType(HealthCheck.Type.COMMAND)
                        .setCommand(CommandInfo.newBuilder().setValue("test -e /tmp/ok"))
                        .setGracePeriodSeconds(600);
        harness.launch(
                DockerTaskTest.container(
                                "t",
                                "echo >/tmp/ok; sleep 1000",
                                DockerTaskTest.docker(Network.BRIDGE))
                        .setHealthCheck(check));
        awaitHealthy(true);
        assertThat(inside("busybox rm /tmp/ok")).isTrue();
        await().atMost(PATIENCE).until(() -> harness.states("t").contains(TASK_KILLED));
        assertThat(harness.states("t"))
                .containsExactly(
                        TASK_STARTING,
                        TASK_RUNNING,
                        TASK_RUNNING,
                        TASK_RUNNING,
                        TASK_KILLING,
                        TASK_KILLED);
        var end = harness.statuses("t").getLast();
        assertThat(end.hasHealthy() && !end.getHealthy()).isTrue();
    }

    @Test
    void a_command_check_that_hangs_is_ended_inside() throws Exception {
        var check =
                check(1000)
                        .setType(HealthCheck.Type.COMMAND)
                        .setTimeoutSeconds(1)
                        .setIntervalSeconds(600)
                        .setCommand(CommandInfo.newBuilder().setValue("sleep 1003"));
        harness.launch(
                DockerTaskTest.container("t", "sleep 1000", DockerTaskTest.docker(Network.BRIDGE))
                        .setHealthCheck(check));
        awaitHealthy(false);
        await().atMost(PATIENCE)
                .until(() -> !inside("busybox ps | busybox grep -q '[s]leep 1003'"));
    }

    @Test
    void so_is_one_without_a_shell() throws Exception {
        var sleep =
                CommandInfo.newBuilder()
                        .setShell(false)
                        .setValue("busybox")
                        .addArguments("busybox")
                        .addArguments("sleep")
                        .addArguments("1004");
        var check =
                check(1000)
                        .setType(HealthCheck.Type.COMMAND)
                        .setTimeoutSeconds(1)
                        .setIntervalSeconds(600)
                        .setCommand(sleep);
        harness.launch(
                DockerTaskTest.container("t", "sleep 1000", DockerTaskTest.docker(Network.BRIDGE))
                        .setHealthCheck(check));
        await("it runs").atMost(PATIENCE).until(() -> inside(SLEEPS_1004));
        awaitHealthy(false);
        await("it is ended").atMost(PATIENCE).until(() -> !inside(SLEEPS_1004));
        assertThat(harness.states("t")).doesNotContain(TASK_KILLED);
    }

    private TaskStatus awaitHealthy(boolean healthy) {
        return await().atMost(PATIENCE)
                .until(
                        () ->
                                harness.statuses("t").stream()
                                        .filter(TaskStatus::hasHealthy)
                                        .filter(status -> status.getHealthy() == healthy)
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private boolean inside(String shell) throws Exception {
        var name = "mesos-" + harness.sandbox("t").getFileName();
        return Tool.run(PATIENCE, "docker", "exec", name, "sh", "-c", shell).isSuccess();
    }

    private static HealthCheck.Builder check(int limit) {
        return HealthCheck.newBuilder()
                .setDelaySeconds(0)
                .setIntervalSeconds(0.3)
                .setTimeoutSeconds(60)
                .setConsecutiveFailures(limit)
                .setGracePeriodSeconds(0);
    }
}
