package io.dromos.agent.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.agent.link.MesosJson;
import io.dromos.agent.link.Order;
import io.dromos.agent.master.Exclusions;
import io.dromos.agent.master.Recording;
import io.dromos.agent.node.RecordedTasks.Kill;
import io.dromos.agent.node.RecordedTasks.Recorded;
import io.dromos.agent.node.work.Users;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs the commands of recordings with real processes, all of a recording at once, and kills them
/// when they were killed: every status must be as a real agent and its executor told it.
class RecordedTasksTest {
    /// How much sooner than recorded a task may end, in seconds: nearly a second before a kill's
    /// grace is over would be too soon.
    private static final double NOISE = 0.7;

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "07-launch-run-finish",
                "08-many-tasks-one-accept",
                "10-task-exits",
                "13-kill-policies",
                "14-kill-odd"
            })
    void every_status_is_as_a_real_agent_told_it(String name) throws Exception {
        assumeTrue(Users.current().root(), "runs tasks as other users, which takes root");
        var exclusions = Exclusions.of(name);
        var tasks =
                RecordedTasks.of(Recording.read(name)).stream()
                        .filter(task -> !exclusions.cover("send-task-" + task.id()))
                        .toList();
        assertThat(tasks).isNotEmpty();
        var harness = new Harness(directory).register();
        try {
            var runs = new ArrayList<Thread>();
            for (var task : tasks) {
                runs.add(Thread.ofVirtual().start(() -> run(harness, task)));
            }
            for (var run : runs) {
                assertThat(run.join(Duration.ofSeconds(60))).isTrue();
            }
            tasks.forEach(task -> compare(task, harness.statuses(task.id()), exclusions));
        } finally {
            harness.close();
        }
        assertThat(exclusions.stale(place -> place.contains("task-"))).isEmpty();
    }

    private static void run(Harness harness, Recorded task) {
        FrameworkInfo framework =
                Harness.FRAMEWORK.toBuilder().setUser(task.framework().getUser()).build();
        harness.agent().take(new Order.RunTask(framework, task.info()));
        if (!task.kills().isEmpty()) {
            harness.awaitState(task.id(), TaskState.TASK_RUNNING);
        }
        var last = 0.0;
        for (Kill kill : task.kills()) {
            pause(kill.afterRunning() - last);
            last = kill.afterRunning();
            harness.kill(task.id(), kill.policy());
        }
        if (task.ends()) {
            harness.awaitEnd(task.id());
        } else {
            harness.awaitState(task.id(), TaskState.TASK_RUNNING);
        }
    }

    private static void pause(double seconds) {
        var until = System.nanoTime() + (long) (seconds * 1e9);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(30))
                .until(() -> System.nanoTime() - until >= 0);
    }

    private static void compare(Recorded task, List<TaskStatus> statuses, Exclusions exclusions) {
        try {
            assertThat(statuses.stream().map(status -> told(status, task.info())).toList())
                    .as("statuses of " + task.id())
                    .isEqualTo(
                            task.statuses().stream()
                                    .map(status -> told(status, task.info()))
                                    .toList());
            assertThat(lasted(statuses))
                    .as("how long %s lasted", task.id())
                    .isGreaterThan(lasted(task.statuses()) - NOISE);
            assertThat(new HashSet<>(statuses.stream().map(TaskStatus::getUuid).toList()))
                    .as("uuids of " + task.id())
                    .hasSameSizeAs(statuses);
        } catch (AssertionError e) {
            if (!exclusions.cover("task-" + task.id())) {
                throw e;
            }
        }
    }

    private static double lasted(List<TaskStatus> statuses) {
        return statuses.getLast().getTimestamp() - statuses.getFirst().getTimestamp();
    }

    /// All a status says but for ids and times, which are only there.
    private static JsonNode told(TaskStatus status, TaskInfo task) {
        assertThat(status.getUuid().size()).isEqualTo(16);
        assertThat(status.getAgentId()).isEqualTo(task.getAgentId());
        var told = status.toBuilder().clearUuid().clearAgentId().clearTimestamp();
        if (status.hasContainerStatus()) {
            var container = told.getContainerStatusBuilder();
            assertThat(container.getContainerId().getValue()).isNotEmpty();
            container.getContainerIdBuilder().setValue("some");
            // Ours tells that a task is starting before it has a process.
            boolean starting = status.getState() == TaskState.TASK_STARTING;
            container.setExecutorPid(starting || container.getExecutorPid() > 0 ? 1 : 0);
        }
        return MesosJson.tree(told.build());
    }
}
