package io.dromos.agent.node;

import static io.dromos.agent.node.Harness.command;
import static io.dromos.agent.node.Harness.task;
import static org.apache.mesos.v1.Protos.TaskState.TASK_DROPPED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_ERROR;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FAILED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.dromos.agent.node.mesos.Books;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.Protos.TaskStatus.Source;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTaskTest {
    @TempDir Path directory;
    private Harness harness;

    @BeforeEach
    void start() throws Exception {
        harness = new Harness(directory).register();
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void a_task_killed_again_and_again_at_its_start_ends_whenever_the_orders_come()
            throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int n = 0; n < 40; n++) {
            var id = "t" + n;
            harness.launch(command(id, "sleep 1000"));
            for (int seconds = 5; seconds >= 0; seconds--) {
                TimeUnit.MICROSECONDS.sleep(random.nextInt(3_000));
                harness.kill(id, Optional.of(policy(seconds * 1000L).build()));
            }
        }
        for (int n = 0; n < 40; n++)
            assertThat(harness.awaitEnd("t" + n).getState())
                    .as("seed %d", seed)
                    .isEqualTo(TASK_KILLED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exit 0 | TASK_FINISHED | Command exited with status 0",
                "echo oops >&2; exit 3 | TASK_FAILED | Command exited with status 3",
                "kill -9 $$ | TASK_FAILED | Command terminated with signal Killed",
                "kill -TERM $$ | TASK_FAILED | Command terminated with signal Terminated",
                "kill -SEGV $$ | TASK_FAILED | Command terminated with signal Segmentation fault",
                "no-such-program --x | TASK_FAILED | Command exited with status 127"
            })
    void a_command_starts_runs_and_ends_as_the_recordings_show(
            String shell, String state, String message) {
        harness.launch(command("t", shell));
        var end = harness.awaitEnd("t");
        assertThat(end.getState()).hasToString(state);
        assertThat(end.getMessage()).isEqualTo(message);
        assertThat(end.hasReason()).isFalse();
        assertThat(harness.states("t"))
                .containsExactly(TASK_STARTING, TASK_RUNNING, end.getState());
    }

    @Test
    void an_update_has_the_fields_of_a_command_executors() {
        harness.launch(command("t", "sleep 1000"));
        var running = harness.awaitState("t", TASK_RUNNING);
        assertThat(running.getSource()).isEqualTo(Source.SOURCE_EXECUTOR);
        assertThat(running.getAgentId().getValue()).isEqualTo("agent-S0");
        assertThat(running.getExecutorId().getValue()).isEqualTo("t");
        assertThat(running.getUuid().size()).isEqualTo(16);
        assertThat(running.getTimestamp()).isGreaterThan(1.7e9);
        var container = running.getContainerStatus();
        assertThat(container.getContainerId().getValue())
                .isEqualTo(String.valueOf(harness.sandbox("t").getFileName()));
        assertThat(container.getExecutorPid()).isPositive();
        assertThat(container.getNetworkInfos(0).getIpAddresses(0).getIpAddress())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void the_argv_form_runs_without_a_shell() throws Exception {
        var argv =
                CommandInfo.newBuilder()
                        .setShell(false)
                        .setValue("/bin/echo")
                        .addArguments("echo")
                        .addArguments("a b")
                        .addArguments("$HOME");
        harness.launch(task("t").setCommand(argv));
        harness.expectEnd("t", TASK_FINISHED);
        assertThat(harness.output("t", "stdout")).isEqualTo("a b $HOME\n");
    }

    @Test
    void a_missing_program_in_argv_form_ends_with_status_1() {
        harness.launch(
                task("t")
                        .setCommand(
                                CommandInfo.newBuilder()
                                        .setShell(false)
                                        .setValue("/no/such/program")));
        assertThat(harness.awaitEnd("t").getMessage()).isEqualTo("Command exited with status 1");
    }

    @Test
    void a_task_gets_its_environment_and_mesos_own() throws Exception {
        var variable =
                Environment.Variable.newBuilder().setName("GREETING").setValue("hello world");
        var command =
                CommandInfo.newBuilder()
                        .setValue(
                                "echo $GREETING; echo $MESOS_TASK_ID; test $MESOS_SANDBOX = $PWD && echo same");
        command.getEnvironmentBuilder().addVariables(variable);
        harness.launch(task("web.1").setCommand(command));
        harness.awaitEnd("web.1");
        assertThat(harness.output("web.1", "stdout")).isEqualTo("hello world\nweb.1\nsame\n");
    }

    @Test
    void a_command_without_a_value_is_an_error() {
        harness.launch(task("t").setCommand(CommandInfo.newBuilder().setShell(false)));
        var end = harness.awaitEnd("t");
        assertThat(end.getState()).isEqualTo(TASK_ERROR);
        assertThat(end.getReason()).isEqualTo(Reason.REASON_TASK_INVALID);
    }

    @Test
    void a_kill_asks_first_and_says_so() {
        harness.launch(command("t", "sleep 1000"));
        harness.awaitState("t", TASK_RUNNING);
        harness.kill("t", Optional.empty());
        var end = harness.awaitEnd("t");
        assertThat(end.getMessage()).isEqualTo("Command terminated with signal Terminated");
        assertThat(harness.states("t"))
                .containsExactly(TASK_STARTING, TASK_RUNNING, TASK_KILLING, TASK_KILLED);
    }

    @Test
    void a_killed_task_is_killed_whatever_its_exit_code() throws Exception {
        harness.launch(
                command("t", "trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done"));
        await().until(() -> harness.output("t", "stdout").equals("ready\n"));
        harness.kill("t", Optional.empty());
        var end = harness.awaitEnd("t");
        assertThat(end.getState()).isEqualTo(TASK_KILLED);
        assertThat(end.getMessage()).isEqualTo("Command exited with status 7");
    }

    @Test
    void who_ignores_the_question_is_ended_after_the_grace_period_of_its_policy() throws Exception {
        harness.launch(stubborn("t").setKillPolicy(policy(300)));
        await().until(() -> harness.output("t", "stdout").equals("ready\n"));
        harness.kill("t", Optional.empty());
        assertThat(harness.awaitEnd("t").getMessage())
                .isEqualTo("Command terminated with signal Killed");
    }

    @Test
    void a_second_kill_may_shorten_the_grace_period() throws Exception {
        harness.launch(stubborn("t").setKillPolicy(policy(1_000_000)));
        await().until(() -> harness.output("t", "stdout").equals("ready\n"));
        harness.kill("t", Optional.empty());
        harness.awaitState("t", TASK_KILLING);
        harness.kill("t", Optional.of(policy(0).build()));
        harness.expectEnd("t", TASK_KILLED);
    }

    @Test
    void a_kill_during_a_download_does_not_wait_for_it() throws Exception {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {});
        server.start();
        var uri = "http://127.0.0.1:" + server.getAddress().getPort() + "/never";
        harness.launch(withUri("t", CommandInfo.URI.newBuilder().setValue(uri), "true"));
        harness.kill("t", Optional.empty());
        var end = harness.awaitEnd("t");
        assertThat(end.getReason()).isEqualTo(Reason.REASON_TASK_KILLED_DURING_LAUNCH);
        assertThat(end.getMessage()).isEqualTo("Killed before delivery to the executor");
        assertThat(harness.states("t")).containsExactly(TASK_KILLED);
        server.stop(0);
    }

    /// Its grace period is far longer than this test waits.
    @Test
    void a_kill_that_comes_before_the_command_runs_asks_it_as_soon_as_it_does() {
        var names = List.of("a", "b", "c", "d", "e", "f", "g", "h");
        for (var name : names) {
            harness.launch(command(name, "sleep 1000").setKillPolicy(policy(1_000_000)));
            harness.awaitState(name, TASK_STARTING);
            harness.kill(name, Optional.empty());
        }
        for (var name : names) harness.expectEnd(name, TASK_KILLED);
    }

    @Test
    void a_task_may_not_run_longer_than_its_completion_time() {
        harness.launch(
                command("t", "sleep 1000")
                        .setMaxCompletionTime(
                                DurationInfo.newBuilder().setNanoseconds(200_000_000)));
        var end = harness.awaitEnd("t");
        assertThat(end.getState()).isEqualTo(TASK_FAILED);
        assertThat(end.getReason()).isEqualTo(Reason.REASON_MAX_COMPLETION_TIME_REACHED);
        assertThat(end.getMessage()).isEqualTo("Command terminated with signal Terminated");
        assertThat(harness.states("t")).doesNotContain(TASK_KILLING);
    }

    @Test
    void a_task_over_its_memory_fails_with_that_reason() {
        assumeRoot();
        assumeTrue(harness.agent().tasks() != null);
        harness.launch(command("t", "x=$(head -c 300000000 /dev/zero | tr '\\0' x); echo $?"));
        var end = harness.awaitEnd("t");
        assertThat(end.getState()).isEqualTo(TASK_FAILED);
        assertThat(end.getReason()).isEqualTo(Reason.REASON_CONTAINER_LIMITATION_MEMORY);
        assertThat(end.getMessage())
                .startsWith("Memory limit exceeded: Requested: 64MB Maximum Used: 6");
    }

    @Test
    void a_limit_above_the_request_lets_a_task_burst() {
        assumeRoot();
        harness.launch(
                command("t", "x=$(head -c 80000000 /dev/zero | tr '\\0' x)")
                        .putLimits("mem", Value.Scalar.newBuilder().setValue(1024).build()));
        harness.expectEnd("t", TASK_FINISHED);
    }

    @Test
    void a_command_runs_as_its_user_who_owns_the_sandbox() throws Exception {
        assumeRoot();
        harness.launch(
                task("t")
                        .setCommand(
                                CommandInfo.newBuilder()
                                        .setValue("id -un; touch mine")
                                        .setUser("nobody")));
        harness.expectEnd("t", TASK_FINISHED);
        assertThat(harness.output("t", "stdout")).isEqualTo("nobody\n");
        assertThat(Files.getOwner(harness.sandbox("t").resolve("mine")).getName())
                .isEqualTo("nobody");
    }

    @Test
    void an_unknown_user_drops_the_task_with_his_name() {
        assumeRoot();
        harness.launch(
                task("t")
                        .setCommand(CommandInfo.newBuilder().setValue("id").setUser("nosuchuser")));
        var end = harness.awaitEnd("t");
        assertThat(end.getState()).isEqualTo(TASK_DROPPED);
        assertThat(end.getMessage()).contains("No such user 'nosuchuser'");
        assertThat(harness.states("t")).hasSize(1);
    }

    @Test
    void uris_are_fetched_unpacked_and_made_executable() throws Exception {
        var files = Files.createDirectory(directory.resolve("files"));
        Files.createDirectory(files.resolve("x"));
        Files.writeString(files.resolve("x/hello.txt"), "packed\n");
        Files.writeString(files.resolve("run.sh"), "#!/bin/sh\ncat x/hello.txt sub/renamed\n");
        new ProcessBuilder(
                        "tar",
                        "-C",
                        files.toString(),
                        "-czf",
                        files.resolve("pack.tgz").toString(),
                        "x")
                .start()
                .waitFor();
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/pack.tgz",
                exchange -> {
                    var bytes = Files.readAllBytes(files.resolve("pack.tgz"));
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        var command = CommandInfo.newBuilder().setValue("./run.sh");
        command.addUrisBuilder()
                .setValue("http://127.0.0.1:" + server.getAddress().getPort() + "/pack.tgz");
        command.addUrisBuilder().setValue("file://" + files.resolve("run.sh")).setExecutable(true);
        command.addUrisBuilder()
                .setValue(files.resolve("x/hello.txt").toString())
                .setOutputFile("sub/renamed");
        harness.launch(task("t").setCommand(command));
        harness.expectEnd("t", TASK_FINISHED);
        assertThat(harness.output("t", "stdout")).isEqualTo("packed\npacked\n");
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:1/x.tgz,nothing listens there",
        "file:///no/such/file,No such file",
        "gopher://x/y,'only http, https, file and absolute paths'",
        "http://127.0.0.1:1/,say what to call it"
    })
    void a_uri_that_cannot_be_fetched_fails_the_task_and_is_named(String uri, String why) {
        harness.launch(withUri("t", CommandInfo.URI.newBuilder().setValue(uri), "true"));
        var end = harness.awaitEnd("t");
        assertThat(end.getState()).isEqualTo(TASK_FAILED);
        assertThat(end.getReason()).isEqualTo(Reason.REASON_CONTAINER_LAUNCH_FAILED);
        assertThat(end.getMessage())
                .startsWith("Failed to launch container: Failed to fetch all URIs")
                .contains(uri)
                .contains(why);
    }

    @Test
    void a_uri_cannot_leave_the_sandbox() {
        var uri =
                CommandInfo.URI
                        .newBuilder()
                        .setValue("/etc/hostname")
                        .setOutputFile("../../escaped");
        harness.launch(withUri("t", uri, "true"));
        assertThat(harness.awaitEnd("t").getMessage()).contains("outside the sandbox");
    }

    @Test
    void a_volume_of_a_command_is_a_link_and_the_root_is_refused() throws Exception {
        var data = Files.createDirectory(directory.resolve("data"));
        harness.launch(
                command("good", "echo kept >vol/f").setContainer(volume(data.toString(), "vol")));
        harness.expectEnd("good", TASK_FINISHED);
        assertThat(data.resolve("f")).hasContent("kept");
        harness.launch(command("root", "true").setContainer(volume("/", "vol")));
        var end = harness.awaitEnd("root");
        assertThat(end.getState()).isEqualTo(TASK_FAILED);
        assertThat(end.getMessage()).contains("--allow host-root");
        harness.launch(command("absolute", "true").setContainer(volume("/tmp", "/etc/x")));
        assertThat(harness.awaitEnd("absolute").getMessage()).contains("within its sandbox");
    }

    @Test
    void odd_task_ids_stay_inside_the_agents_directory() {
        for (var id : new String[] {"../../../escape", "..", "a/b", "x".repeat(400)}) {
            harness.launch(command(id, "true"));
            harness.expectEnd(id, TASK_FINISHED);
            assertThat(harness.sandbox(id).normalize())
                    .startsWith(directory.resolve("work/slaves"));
        }
    }

    @Test
    void a_task_ordered_twice_runs_once() throws Exception {
        var task = command("t", "echo once; sleep 1000");
        harness.launch(task);
        harness.awaitState("t", TASK_RUNNING);
        harness.launch(task);
        await().during(Duration.ofMillis(200))
                .until(() -> harness.agent().tasks().all().size() == 1);
        assertThat(harness.states("t")).containsExactly(TASK_STARTING, TASK_RUNNING);
    }

    @Test
    void many_short_tasks_at_once_all_run_and_finish() {
        for (var i = 0; i < 40; i++) {
            harness.launch(command("t" + i, "true"));
        }
        for (var i = 0; i < 40; i++) {
            harness.expectEnd("t" + i, TASK_FINISHED);
            assertThat(harness.states("t" + i))
                    .containsExactly(TASK_STARTING, TASK_RUNNING, TASK_FINISHED);
        }
    }

    @Test
    void the_books_hold_what_live_tasks_use() {
        harness.launch(command("t", "sleep 1000").addResources(Harness.ports(31000, 31001)));
        harness.awaitState("t", TASK_RUNNING);
        var used = harness.agent().tasks().used();
        assertThat(Books.scalars(used)).containsEntry("cpus", 0.1).containsEntry("mem", 64.0);
        assertThat(Books.rangesText(used, "ports")).contains("[31000-31001]");
        harness.kill("t", Optional.empty());
        harness.awaitEnd("t");
        assertThat(harness.agent().tasks().used()).isEmpty();
    }

    private static TaskInfo.Builder withUri(String id, CommandInfo.URI.Builder uri, String shell) {
        return task(id).setCommand(CommandInfo.newBuilder().setValue(shell).addUris(uri));
    }

    private static TaskInfo.Builder stubborn(String id) {
        return command(id, "trap '' TERM; echo ready; while :; do sleep 0.05; done");
    }

    private static KillPolicy.Builder policy(long millis) {
        return KillPolicy.newBuilder()
                .setGracePeriod(DurationInfo.newBuilder().setNanoseconds(millis * 1_000_000));
    }

    private static ContainerInfo volume(String hostPath, String containerPath) {
        return ContainerInfo.newBuilder()
                .setType(ContainerInfo.Type.MESOS)
                .addVolumes(
                        Volume.newBuilder()
                                .setHostPath(hostPath)
                                .setContainerPath(containerPath)
                                .setMode(Volume.Mode.RW))
                .build();
    }

    private static void assumeRoot() {
        assumeTrue(
                System.getProperty("user.name").equals("root"),
                "needs root: control groups, other users");
    }
}
