package io.dromos.agent.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.dromos.agent.ResourceTextAccess;
import io.dromos.agent.link.Hello.KnownTask;
import io.dromos.agent.link.LinkJson;
import io.dromos.agent.link.Order;
import io.dromos.agent.link.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

/// Simulated agents alone, with a clock that only the tests turn.
class FleetTest {
    private static final FrameworkID FRAMEWORK = FrameworkID.newBuilder().setValue("f").build();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void a_task_starts_at_once_and_runs_after_the_delay_one_update_at_a_time() throws Exception {
        Fleet fleet = fleet(Duration.ofSeconds(3), 0);
        run(fleet, "t");
        TaskStatus starting = only(fleet);
        assertThat(starting.getState()).isEqualTo(TaskState.TASK_STARTING);
        assertThat(starting.getUuid().size()).isEqualTo(16);
        now = now.plusSeconds(3);
        assertThat(fleet.due(now)).as("the first waits for its acknowledgement").isEmpty();
        acknowledge(fleet, starting);
        TaskStatus running = only(fleet);
        assertThat(running.getState()).isEqualTo(TaskState.TASK_RUNNING);
        assertThat(running.getUuid()).isNotEqualTo(starting.getUuid());
        assertThat(running.getContainerStatus().getNetworkInfos(0).getIpAddresses(0))
                .extracting(address -> address.getIpAddress())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void an_update_comes_again_after_ten_seconds_until_it_is_acknowledged() throws Exception {
        Fleet fleet = fleet(Duration.ZERO, 0);
        run(fleet, "t");
        TaskStatus first = only(fleet);
        for (int wait : List.of(10, 20, 40)) {
            now = now.plusSeconds(wait).minusNanos(1);
            assertThat(fleet.due(now)).isEmpty();
            now = now.plusNanos(1);
            assertThat(fleet.next().orElseThrow()).isBeforeOrEqualTo(now);
            assertThat(only(fleet)).isEqualTo(first);
        }
        acknowledge(fleet, first);
        TaskStatus running = only(fleet);
        acknowledge(fleet, first);
        assertThat(fleet.due(now)).as("an old acknowledgement moves nothing").isEmpty();
        acknowledge(fleet, running);
        now = now.plus(Duration.ofDays(1));
        assertThat(fleet.due(now)).isEmpty();
    }

    @Test
    void a_kill_ends_a_task_and_the_last_acknowledgement_forgets_it() throws Exception {
        Fleet fleet = fleet(Duration.ZERO, 0);
        run(fleet, "t");
        acknowledge(fleet, only(fleet));
        acknowledge(fleet, only(fleet));
        fleet.take(0, kill("t"), now);
        fleet.take(0, kill("t"), now);
        TaskStatus killed = only(fleet);
        assertThat(killed.getState()).isEqualTo(TaskState.TASK_KILLED);
        assertThat(fleet.hello(0).tasks()).hasSize(1);
        acknowledge(fleet, killed);
        assertThat(fleet.hello(0).tasks()).isEmpty();
        fleet.take(0, kill("t"), now);
        assertThat(fleet.due(now)).as("an unknown task is not answered for").isEmpty();
    }

    @Test
    void a_task_killed_before_it_runs_never_runs() throws Exception {
        Fleet fleet = fleet(Duration.ofSeconds(3), 0);
        run(fleet, "t");
        acknowledge(fleet, only(fleet));
        fleet.take(0, kill("t"), now);
        assertThat(only(fleet).getState()).isEqualTo(TaskState.TASK_KILLED);
        now = now.plusSeconds(9);
        assertThat(fleet.due(now)).isEmpty();
    }

    @Test
    void the_share_of_failures_is_kept_and_is_the_same_in_every_run() throws Exception {
        List<TaskState> once = ends(fleet(Duration.ZERO, 0.25));
        assertThat(once).isEqualTo(ends(fleet(Duration.ZERO, 0.25)));
        assertThat(once.stream().filter(TaskState.TASK_FAILED::equals).count())
                .isBetween(1_500L, 3_500L);
        assertThat(ends(fleet(Duration.ZERO, 0))).containsOnly(TaskState.TASK_RUNNING);
        assertThat(ends(fleet(Duration.ZERO, 1))).containsOnly(TaskState.TASK_FAILED);
    }

    @Test
    void a_greeting_tells_what_an_agent_runs_and_what_is_not_acknowledged() throws Exception {
        Fleet fleet = fleet(Duration.ZERO, 0);
        run(fleet, "t");
        TaskStatus starting = only(fleet);
        KnownTask known = fleet.hello(0).tasks().getFirst();
        assertThat(known.unacknowledged()).contains(starting);
        assertThat(known.statuses()).hasSize(2);
        assertThat(fleet.hello(0).agent().getId().getValue()).isEqualTo("a-0");
        assertThat(fleet.hello(1).tasks()).isEmpty();
        fleet.take(0, new Order.ShutdownFramework(FRAMEWORK), now);
        assertThat(fleet.hello(0).tasks()).isEmpty();
        now = now.plusSeconds(60);
        assertThat(fleet.due(now)).as("nobody wants updates of a framework that left").isEmpty();
        fleet.take(0, new Order.Leave("go"), now);
        assertThat(fleet.hello(0).agent().hasId()).isFalse();
    }

    @Test
    void a_ping_is_answered() throws Exception {
        Fleet fleet = fleet(Duration.ZERO, 0);
        fleet.take(1, new Order.Ping(), now);
        assertThat(fleet.due(now)).containsExactly(new Report.Alive(agent(1)));
    }

    private List<TaskState> ends(Fleet fleet) {
        return IntStream.range(0, 10_000)
                .mapToObj(i -> {
                    run(fleet, "task-" + i);
                    acknowledge(fleet, only(fleet));
                    return only(fleet).getState();
                })
                .toList();
    }

    private Fleet fleet(Duration start, double failures) throws Exception {
        Fleet fleet =
                new Fleet(
                        new Fleet.Settings(
                                2,
                                start,
                                failures,
                                "127.0.0.1",
                                ResourceTextAccess.resources("cpus:1"),
                                List.of()));
        for (int i = 0; i < 2; i++) {
            fleet.take(i, new Order.Registered(agent(i), 75), now);
        }
        return fleet;
    }

    private void run(Fleet fleet, String task) {
        FrameworkInfo framework =
                FrameworkInfo.newBuilder().setUser("u").setName("n").setId(FRAMEWORK).build();
        TaskInfo info =
                TaskInfo.newBuilder()
                        .setName(task)
                        .setTaskId(id(task))
                        .setAgentId(agent(0))
                        .build();
        fleet.take(0, new Order.RunTask(framework, info), now);
    }

    private TaskStatus only(Fleet fleet) {
        List<Report> reports = fleet.due(now);
        assertThat(reports).hasSize(1);
        return ((Report.Update) reports.getFirst()).status();
    }

    private void acknowledge(Fleet fleet, TaskStatus status) {
        ByteString uuid = status.getUuid();
        fleet.take(
                0,
                new Order.Acknowledge(
                        FRAMEWORK, status.getTaskId(), LinkJson.uuid(uuid).orElseThrow()),
                now);
    }

    private static Order kill(String task) {
        return new Order.KillTask(FRAMEWORK, id(task), Optional.empty());
    }

    private static TaskID id(String task) {
        return TaskID.newBuilder().setValue(task).build();
    }

    private static AgentID agent(int number) {
        return AgentID.newBuilder().setValue("a-" + number).build();
    }
}
