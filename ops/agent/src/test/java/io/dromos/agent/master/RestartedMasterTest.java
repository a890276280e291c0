package io.dromos.agent.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.agent.link.Hello;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/// A scheduler asks a master that was restarted about tasks of agents that are not back yet: to
/// call them unknown would make it start them a second time.
class RestartedMasterTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String EARLIER = "11111111-1111-4111-8111-111111111111";
    private static final String NOW = "22222222-2222-4222-8222-222222222222";
    private static final FrameworkID FRAMEWORK =
            FrameworkID.newBuilder().setValue(EARLIER + "-0000").build();

    private final Books books =
            new Books(
                    new Settings(
                            NOW,
                            "127.0.0.1",
                            5050,
                            "localhost",
                            START,
                            Duration.ofSeconds(15),
                            5,
                            true));

    @Test
    void for_ten_minutes_nothing_is_said_of_tasks_whose_agent_may_come_back() {
        subscribe(FRAMEWORK);
        assertThat(asked(FRAMEWORK, EARLIER + "-S0", START.plusSeconds(599))).isEmpty();
        assertThat(asked(FRAMEWORK, "", START.plusSeconds(599))).isEmpty();
        assertThat(asked(FRAMEWORK, EARLIER + "-S0", START.plusSeconds(600)))
                .containsExactly(TaskState.TASK_UNKNOWN);
        assertThat(asked(FRAMEWORK, "", START.plusSeconds(600)))
                .containsExactly(TaskState.TASK_UNKNOWN);
    }

    @Test
    void an_agent_that_is_back_without_the_task_has_lost_it() throws Exception {
        subscribe(FRAMEWORK);
        var back = Make.info("cpus:1;mem:64").toBuilder().setId(Make.agent(EARLIER + "-S0"));
        Hello hello = new Hello(back.build(), "127.0.0.1", List.of(), List.of());
        books.step(new Input.LinkOpened("l1", hello), START);
        assertThat(asked(FRAMEWORK, EARLIER + "-S0", START.plusSeconds(1)))
                .containsExactly(TaskState.TASK_GONE);
    }

    @Test
    void a_master_that_follows_none_says_at_once_what_it_does_not_know() {
        FrameworkID fresh = FrameworkID.newBuilder().setValue(NOW + "-0000").build();
        subscribe(FrameworkID.getDefaultInstance());
        assertThat(asked(fresh, "", START.plusSeconds(1))).containsExactly(TaskState.TASK_UNKNOWN);
        assertThat(asked(fresh, NOW + "-S7", START.plusSeconds(1)))
                .containsExactly(TaskState.TASK_UNKNOWN);
    }

    private void subscribe(FrameworkID id) {
        Call.Builder call = Make.subscription(60).toBuilder();
        if (id.hasValue()) {
            call.setFrameworkId(id).getSubscribeBuilder().getFrameworkInfoBuilder().setId(id);
        }
        books.step(new Input.Subscribe("s1", call.build()), START);
    }

    private List<TaskState> asked(FrameworkID framework, String agent, Instant at) {
        Call.Builder call =
                Call.newBuilder().setType(Call.Type.RECONCILE).setFrameworkId(framework);
        var task = call.getReconcileBuilder().addTasksBuilder();
        task.getTaskIdBuilder().setValue("t");
        if (!agent.isEmpty()) {
            task.setAgentId(Make.agent(agent));
        }
        return books.step(new Input.Called(call.build()), at).stream()
                .filter(Effect.Tell.class::isInstance)
                .map(effect -> ((Effect.Tell) effect).event().getUpdate().getStatus())
                .map(TaskStatus::getState)
                .toList();
    }
}
