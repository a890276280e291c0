package io.dromos.agent.node;

import static io.dromos.agent.node.Harness.command;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dromos.agent.node.work.Users;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.HealthCheck.TCPCheckInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTaskTest {
    @TempDir Path directory;
    private Harness harness;

    @BeforeEach
    void start() throws IOException {
        harness = new Harness(directory).register();
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void a_task_is_healthy_then_unhealthy_and_ended_as_the_recordings_show() throws Exception {
        harness.launch(
                command("t", "sleep 1000").setHealthCheck(health(probe("test -e ok"), 2, 600)));
        harness.awaitState("t", TASK_RUNNING);
        Files.createFile(harness.sandbox("t").resolve("ok"));
        var healthy = awaitStatus("t", TaskStatus::getHealthy);
        assertThat(healthy.getReason()).isEqualTo(Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED);
        Files.delete(harness.sandbox("t").resolve("ok"));
        var end = harness.awaitEnd("t");
        assertThat(harness.states("t"))
                .containsExactly(
                        TASK_STARTING,
                        TASK_RUNNING,
                        TASK_RUNNING,
                        TASK_RUNNING,
                        TASK_RUNNING,
                        TASK_KILLING,
                        TASK_KILLED);
        assertThat(harness.statuses("t").stream().map(ChecksTaskTest::healthy).toList())
                .containsExactly("", "", "true", "false", "false", "", "false");
        assertThat(end.hasReason()).isFalse();
        assertThat(end.getMessage()).isEqualTo("Command terminated with signal Terminated");
    }

    @Test
    void a_task_ended_for_its_health_and_killed_while_the_agent_was_away_was_unhealthy()
            throws Exception {
        harness.launch(
                command("t", "trap '' TERM; while :; do sleep 0.1; done")
                        .setKillPolicy(policy(600_000))
                        .setHealthCheck(health(probe("exit 1"), 0, 0)));
        harness.awaitState("t", TASK_KILLING);
        harness.restart();
        harness.kill("t", Optional.of(policy(0)));
        var end = harness.awaitEnd("t");
        assertThat(end.getState()).isEqualTo(TASK_KILLED);
        assertThat(healthy(end)).isEqualTo("false");
    }

    @Test
    void a_check_command_is_run_as_the_task_itself_is() throws Exception {
        assumeTrue(Users.current().root(), "runs tasks as another user, which takes root");
        var probe =
                probe(
                                "{ id -un; pwd; echo $MINE; cat /proc/self/cgroup; } >seen.part; mv seen.part seen")
                        .getCommand();
        var task = command("t", "cat /proc/self/cgroup >group; id -un >user; sleep 1000");
        task.getCommandBuilder()
                .setUser("nobody")
                .getEnvironmentBuilder()
                .addVariablesBuilder()
                .setName("MINE")
                .setValue("of the task");
        open(directory);
        harness.launch(
                task.setHealthCheck(health(HealthCheck.newBuilder().setCommand(probe), 3, 600)));
        harness.awaitState("t", TASK_RUNNING);
        var sandbox = harness.sandbox("t");
        awaitStatus("t", TaskStatus::getHealthy);
        await().atMost(Harness.PATIENCE).until(() -> !harness.output("t", "user").isEmpty());
        var seen = Files.readString(sandbox.resolve("seen")).lines().toList();
        assertThat(seen.subList(0, 3)).containsExactly("nobody", sandbox.toString(), "of the task");
        assertThat(seen.subList(3, seen.size()))
                .isEqualTo(Files.readAllLines(sandbox.resolve("group")));
    }

    @Test
    void a_check_that_hangs_is_ended_with_all_it_started_and_counts_as_a_failure()
            throws Exception {
        var check = health(probe("echo $$ >>pids; sleep 1001 & sleep 1002"), 9, 0);
        check.setTimeoutSeconds(1);
        harness.launch(command("t", "sleep 1000").setHealthCheck(check));
        await().atMost(Harness.PATIENCE).until(() -> !harness.output("t", "pids").isEmpty());
        awaitStatus("t", status -> status.hasHealthy() && !status.getHealthy());
        var group = harness.output("t", "pids").lines().findFirst().orElseThrow();
        await().atMost(Harness.PATIENCE).until(() -> processesOfSession(group).isEmpty());
    }

    @Test
    void a_check_tells_each_change_and_ends_nothing() throws Exception {
        harness.launch(command("t", "sleep 1000").setCheck(check("test -e ok || exit 9")));
        var first = awaitStatus("t", status -> exitCode(status).equals(Optional.of(9)));
        assertThat(first.getReason()).isEqualTo(Reason.REASON_TASK_CHECK_STATUS_UPDATED);
        Files.createFile(harness.sandbox("t").resolve("ok"));
        awaitStatus("t", status -> exitCode(status).equals(Optional.of(0)));
        harness.kill("t", Optional.empty());
        harness.expectEnd("t", TASK_KILLED);
        assertThat(harness.statuses("t").stream().map(ChecksTaskTest::exitCode).toList())
                .containsExactly(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(9),
                        Optional.of(0),
                        Optional.empty(),
                        Optional.empty());
        assertThat(harness.statuses("t")).allMatch(TaskStatus::hasCheckStatus);
    }

    @Test
    void a_check_and_a_health_check_keep_each_others_word() throws Exception {
        harness.launch(
                command("t", "sleep 1000")
                        .setHealthCheck(health(probe("true"), 3, 0))
                        .setCheck(check("test -e ok || exit 1")));
        awaitStatus("t", TaskStatus::getHealthy);
        awaitStatus("t", status -> exitCode(status).equals(Optional.of(1)));
        Files.createFile(harness.sandbox("t").resolve("ok"));
        var both = awaitStatus("t", status -> exitCode(status).equals(Optional.of(0)));
        assertThat(healthy(both)).isEqualTo("true");
    }

    @Test
    void a_restarted_agent_checks_its_tasks_again_and_repeats_nothing() throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout((int) Harness.PATIENCE.toMillis());
            var check =
                    health(HealthCheck.newBuilder(), 2, 600)
                            .setType(HealthCheck.Type.TCP)
                            .setTcp(TCPCheckInfo.newBuilder().setPort(server.getLocalPort()));
            harness.launch(command("t", "sleep 1000").setHealthCheck(check));
            server.accept().close();
            awaitStatus("t", TaskStatus::getHealthy);
            harness.restart();
            server.accept().close();
            server.accept().close();
            server.accept().close();
            assertThat(harness.statuses("t").stream().map(ChecksTaskTest::healthy).toList())
                    .containsExactly("", "", "true");
        }
        harness.expectEnd("t", TASK_KILLED);
    }

    @Test
    void a_scheduler_that_acknowledges_nothing_is_not_flooded() throws Exception {
        harness.close();
        harness = new Harness(directory, false, java.util.Set.of()).register();
        harness.launch(
                command("t", "sleep 1000")
                        .setHealthCheck(health(probe("echo >>probes; exit 1"), 1000, 0)));
        harness.awaitState("t", org.apache.mesos.v1.Protos.TaskState.TASK_STARTING);
        await().atMost(Harness.PATIENCE.multipliedBy(4))
                .until(() -> harness.output("t", "probes").lines().count() > 17);
        var entry = harness.agent().tasks().all().iterator().next();
        assertThat(entry.task().statuses()).hasSizeLessThanOrEqualTo(16);
    }

    private static Optional<Integer> exitCode(TaskStatus status) {
        CheckStatusInfo.Command command = status.getCheckStatus().getCommand();
        return command.hasExitCode() ? Optional.of(command.getExitCode()) : Optional.empty();
    }

    private static String healthy(TaskStatus status) {
        return status.hasHealthy() ? Boolean.toString(status.getHealthy()) : "";
    }

    private static HealthCheck.Builder probe(String shell) {
        return HealthCheck.newBuilder().setCommand(CommandInfo.newBuilder().setValue(shell));
    }

    private static HealthCheck.Builder health(HealthCheck.Builder what, int limit, int grace) {
        return what.setType(HealthCheck.Type.COMMAND)
                .setDelaySeconds(0)
                .setIntervalSeconds(0.2)
                .setTimeoutSeconds(30)
                .setConsecutiveFailures(limit)
                .setGracePeriodSeconds(grace);
    }

    private static CheckInfo check(String shell) {
        return CheckInfo.newBuilder()
                .setType(CheckInfo.Type.COMMAND)
                .setCommand(
                        CheckInfo.Command.newBuilder()
                                .setCommand(CommandInfo.newBuilder().setValue(shell)))
                .setDelaySeconds(0)
                .setIntervalSeconds(0.2)
                .setTimeoutSeconds(30)
                .build();
    }

    private static org.apache.mesos.v1.Protos.KillPolicy policy(long millis) {
        return org.apache.mesos.v1.Protos.KillPolicy.newBuilder()
                .setGracePeriod(
                        org.apache.mesos.v1.Protos.DurationInfo.newBuilder()
                                .setNanoseconds(Duration.ofMillis(millis).toNanos()))
                .build();
    }

    private TaskStatus awaitStatus(String task, Predicate<TaskStatus> wanted) {
        return await().atMost(Harness.PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> harness.statuses(task).stream().filter(wanted).findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static List<String> processesOfSession(String session) throws Exception {
        return io.dromos.agent.node.tool.Tool.run(
                        Duration.ofSeconds(10), "ps", "-o", "pid=", "-g", session)
                .output()
                .lines()
                .toList();
    }

    /// The test's own directory is nobody else's; the task's user must get through.
    private static void open(Path directory) throws IOException {
        Files.setPosixFilePermissions(
                directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
