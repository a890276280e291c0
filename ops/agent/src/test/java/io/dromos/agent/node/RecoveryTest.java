package io.dromos.agent.node;

import static io.dromos.agent.node.Harness.command;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FAILED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dromos.agent.link.Order;
import io.dromos.agent.node.checkpoint.WorkDirectory;
import io.dromos.agent.node.supervise.ProcessIdentity;
import io.dromos.agent.node.supervise.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The agent is dropped without a word and built again from its directory.
class RecoveryTest {
    @TempDir Path directory;
    private Optional<Harness> open = Optional.empty();

    @AfterEach
    void stop() throws Exception {
        if (open.isPresent()) {
            open.get().close();
        }
    }

    @Test
    void a_running_task_is_adopted_with_the_same_process() throws Exception {
        var harness = harness(true);
        harness.launch(command("t", "sleep 1000"));
        var before = harness.awaitState("t", TASK_RUNNING);
        var process = run(harness, "t").process().orElseThrow();
        harness.restart();
        assertThat(process.isAlive()).isTrue();
        assertThat(run(harness, "t").process()).contains(process);
        harness.kill("t", Optional.empty());
        var end = harness.awaitEnd("t");
        assertThat(end.getState()).isEqualTo(TASK_KILLED);
        assertThat(end.getContainerStatus()).isEqualTo(before.getContainerStatus());
        assertThat(harness.states("t"))
                .containsExactly(TASK_STARTING, TASK_RUNNING, TASK_KILLING, TASK_KILLED);
    }

    @ParameterizedTest
    @CsvSource({"0,TASK_FINISHED", "5,TASK_FAILED"})
    void a_task_that_ends_while_the_agent_is_away_reports_the_right_end(int status, String state)
            throws Exception {
        var harness = harness(true);
        harness.launch(command("t", "while [ ! -e go ]; do sleep 0.02; done; exit " + status));
        harness.awaitState("t", TASK_RUNNING);
        var run = run(harness, "t");
        harness.away();
        Files.createFile(harness.sandbox("t").resolve("go"));
        await().atMost(Harness.PATIENCE).until(() -> run.ending().isPresent());
        harness.back();
        var end = harness.awaitEnd("t");
        assertThat(end.getState()).hasToString(state);
        assertThat(end.getMessage()).isEqualTo("Command exited with status " + status);
    }

    @Test
    void an_order_to_end_outlives_the_agent() throws Exception {
        var harness = harness(true);
        harness.launch(
                command("t", "trap '' TERM; echo ready; while [ ! -e go ]; do sleep 0.02; done"));
        await().atMost(Harness.PATIENCE)
                .until(() -> harness.output("t", "stdout").equals("ready\n"));
        harness.kill("t", Optional.empty());
        harness.awaitState("t", TASK_KILLING);
        harness.away();
        Files.createFile(harness.sandbox("t").resolve("go"));
        harness.back();
        assertThat(harness.awaitEnd("t").getState())
                .as("killed, although it exited with 0")
                .isEqualTo(TASK_KILLED);
    }

    @Test
    void updates_not_acknowledged_are_told_again_in_order_and_with_the_same_uuid()
            throws Exception {
        var harness = harness(false);
        harness.launch(command("t", "exit 0"));
        var first = harness.awaitState("t", TASK_STARTING);
        await().atMost(Harness.PATIENCE).until(() -> harness.agent().tasks().used().isEmpty());
        assertThat(harness.states("t")).as("later states wait").containsExactly(TASK_STARTING);
        harness.restart();
        assertThat(harness.statuses("t")).containsExactly(first, first);
        harness.acknowledge(first.toBuilder().setUuid(uuidOf("wrong-uuid-16byte")).build());
        harness.acknowledge(first);
        var second = harness.awaitState("t", TASK_RUNNING);
        harness.restart();
        harness.acknowledge(second);
        var third = harness.awaitState("t", TASK_FINISHED);
        assertThat(harness.agent().hello().tasks()).hasSize(1);
        harness.acknowledge(third);
        assertThat(harness.agent().hello().tasks()).as("told and acknowledged").isEmpty();
        harness.register();
    }

    @Test
    void the_greeting_tells_all_states_and_the_outstanding_update() throws Exception {
        var harness = harness(false);
        harness.launch(command("t", "sleep 1000"));
        var first = harness.awaitState("t", TASK_STARTING);
        await().atMost(Harness.PATIENCE)
                .until(() -> entry(harness, "t").task().statuses().size() == 2);
        var hello = harness.agent().hello();
        assertThat(hello.agent().getId().getValue()).isEqualTo("agent-S0");
        assertThat(hello.frameworks()).containsExactly(Harness.FRAMEWORK);
        assertThat(hello.tasks())
                .singleElement()
                .satisfies(known -> {
                    assertThat(known.statuses())
                            .extracting(TaskStatus::getState)
                            .containsExactly(TASK_STARTING, TASK_RUNNING);
                    assertThat(known.unacknowledged()).contains(first);
                });
    }

    @Test
    void the_agent_keeps_its_id_until_it_is_sent_away() throws Exception {
        var harness = harness(true);
        harness.restart();
        assertThat(harness.agent().hello().agent().getId().getValue()).isEqualTo("agent-S0");
        harness.register();
        harness.launch(command("t", "sleep 1000"));
        harness.awaitState("t", TASK_RUNNING);
        var process = run(harness, "t").process().orElseThrow();
        harness.agent().take(new Order.Leave("removed"));
        await().atMost(Harness.PATIENCE).until(() -> !process.isAlive());
        var hello = harness.agent().hello();
        assertThat(hello.agent().hasId()).isFalse();
        await().atMost(Harness.PATIENCE).until(() -> harness.agent().hello().tasks().isEmpty());
    }

    @Test
    void a_framework_that_is_gone_takes_its_tasks_along_without_a_word() throws Exception {
        var harness = harness(true);
        harness.launch(command("t", "sleep 1000"));
        harness.awaitState("t", TASK_RUNNING);
        var process = run(harness, "t").process().orElseThrow();
        harness.agent().take(new Order.ShutdownFramework(Harness.FRAMEWORK.getId()));
        await().atMost(Harness.PATIENCE).until(() -> entry(harness, "t").task().isCompleted());
        assertThat(process.isAlive()).isFalse();
        assertThat(harness.states("t")).containsExactly(TASK_STARTING, TASK_RUNNING);
    }

    @Test
    void a_killed_supervisor_leaves_the_command_running_and_its_end_unknown() throws Exception {
        var harness = harness(true);
        harness.launch(command("t", "exec sleep 1000"));
        harness.awaitState("t", TASK_RUNNING);
        var run = run(harness, "t");
        ProcessHandle.of(run.supervisor().orElseThrow().pid())
                .ifPresent(ProcessHandle::destroyForcibly);
        await().atMost(Harness.PATIENCE).until(() -> !run.supervisor().orElseThrow().isAlive());
        harness.restart();
        assertThat(run.process().orElseThrow().isAlive()).isTrue();
        ProcessHandle.of(run.process().orElseThrow().pid())
                .ifPresent(ProcessHandle::destroyForcibly);
        var end = harness.awaitEnd("t");
        assertThat(end.getState()).isEqualTo(TASK_FAILED);
        assertThat(end.getReason()).isEqualTo(Reason.REASON_EXECUTOR_TERMINATED);
    }

    @Test
    void a_number_that_was_given_to_another_process_is_not_signalled() throws Exception {
        var harness = harness(true);
        harness.launch(command("t", "sleep 1000"));
        harness.awaitState("t", TASK_RUNNING);
        var run = run(harness, "t");
        var bystander = new ProcessBuilder("setsid", "sleep", "1000").start();
        try {
            harness.away();
            var ours = run.process().orElseThrow();
            var supervisor = run.supervisor().orElseThrow();
            ProcessHandle.of(supervisor.pid()).ifPresent(ProcessHandle::destroyForcibly);
            ProcessHandle.of(ours.pid()).ifPresent(ProcessHandle::destroyForcibly);
            Files.writeString(
                    run.path().resolve("process"), bystander.pid() + " " + ours.startTime());
            harness.back();
            harness.kill("t", Optional.empty());
            harness.awaitEnd("t");
            assertThat(ProcessIdentity.of(bystander.pid())).isPresent();
        } finally {
            bystander.destroyForcibly();
        }
    }

    @Test
    void a_task_written_down_but_not_started_is_started_once() throws Exception {
        var work = WorkDirectory.open(directory.resolve("work"));
        work.create("agent-S0", Harness.FRAMEWORK, command("t", "echo once; sleep 1000").build());
        work.close();
        var harness = harness(true);
        harness.awaitState("t", TASK_RUNNING);
        await().atMost(Harness.PATIENCE)
                .until(() -> harness.output("t", "stdout").equals("once\n"));
        assertThat(harness.states("t")).containsExactly(TASK_STARTING, TASK_RUNNING);
    }

    @Test
    void an_update_that_a_crash_cut_short_is_dropped() throws Exception {
        var harness = harness(true);
        harness.launch(command("t", "sleep 1000"));
        harness.awaitState("t", TASK_RUNNING);
        harness.away();
        Files.write(
                run(harness, "t").path().resolve("updates"),
                new byte[] {100, 10, 1},
                StandardOpenOption.APPEND);
        harness.back();
        assertThat(entry(harness, "t").task().statuses()).hasSize(2);
    }

    @Test
    void two_agents_never_share_a_directory() throws Exception {
        harness(true);
        assertThatThrownBy(() -> new Harness(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another agent works in");
    }

    @Test
    void old_sandboxes_are_deleted_and_young_ones_kept() throws Exception {
        var harness = harness(true);
        for (var id : new String[] {"old", "young", "live"}) {
            harness.launch(command(id, id.equals("live") ? "sleep 1000" : "true"));
        }
        harness.awaitEnd("old");
        harness.awaitEnd("young");
        harness.awaitState("live", TASK_RUNNING);
        await().atMost(Harness.PATIENCE).until(() -> harness.agent().tasks().live().size() == 1);
        var old = harness.sandbox("old");
        var young = harness.sandbox("young");
        for (var id : new String[] {"old", "live"}) {
            var updates = run(harness, id).path().resolve("updates");
            Files.setLastModifiedTime(
                    updates, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        }
        harness.agent().tasks().collectGarbage(Instant.now());
        assertThat(old).doesNotExist();
        assertThat(old.resolve("../..").normalize()).as("nothing of the task stays").doesNotExist();
        assertThat(young).exists();
        assertThat(harness.sandbox("live")).exists();
        harness.restart();
        assertThat(harness.agent().tasks().all()).hasSize(2);
    }

    @Test
    void stopping_all_leaves_no_process_and_no_control_group() throws Exception {
        var harness = harness(true);
        harness.launch(command("a", "setsid sleep 1000 & sleep 1000"));
        harness.launch(command("b", "sleep 1000"));
        harness.awaitState("a", TASK_RUNNING);
        harness.awaitState("b", TASK_RUNNING);
        var process = run(harness, "a").process().orElseThrow();
        assertThat(harness.agent().stopAll()).isEqualTo(2);
        assertThat(process.isAlive()).isFalse();
        assertThat(harness.agent().tasks().used()).isEmpty();
        var groups = Path.of("/sys/fs/cgroup/memory");
        if (Files.isDirectory(groups)) {
            try (var entries = Files.list(groups)) {
                assertThat(entries.map(Path::toString))
                        .noneMatch(name -> name.contains(groupOf(harness)));
            }
        }
    }

    private static String groupOf(Harness harness) {
        return NodeStarter.mark(harness.directory.resolve("work"));
    }

    private Harness harness(boolean acknowledging) throws IOException {
        var harness = new Harness(directory, acknowledging, Set.of()).register();
        open = Optional.of(harness);
        return harness;
    }

    private static io.dromos.agent.node.life.Tasks.Entry entry(Harness harness, String task) {
        return harness.agent().tasks().all().stream()
                .filter(entry ->
                        entry.task().directory().task().getTaskId().getValue().equals(task))
                .findFirst()
                .orElseThrow();
    }

    private static RunDirectory run(Harness harness, String task) {
        return entry(harness, task).task().directory().run();
    }

    private static com.google.protobuf.ByteString uuidOf(String text) {
        return com.google.protobuf.ByteString.copyFromUtf8(text.substring(0, 16));
    }
}
