package io.dromos.domain.scheduling;

import static io.dromos.domain.scheduling.Desk.AGENT;
import static io.dromos.domain.scheduling.Desk.all;
import static io.dromos.domain.scheduling.Desk.calls;
import static io.dromos.domain.scheduling.Desk.offerId;
import static io.dromos.domain.scheduling.Desk.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.SchedulerEvent.Disconnected;
import io.dromos.domain.mesos.SchedulerEvent.Errored;
import io.dromos.domain.mesos.SchedulerEvent.Failed;
import io.dromos.domain.mesos.SchedulerEvent.Rescinded;
import io.dromos.domain.mesos.SchedulerEvent.Updated;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.domain.scheduling.SchedulerInput.Verdict;
import io.dromos.events.AgentId;
import io.dromos.events.TaskState;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What may happen on the wire, and what the scheduler wants done about it, row by row.
class WireTest {

    private static final Optional<String> NO_UUID = Optional.empty();

    /// @param given the scheduler before
    /// @param heard what comes over the wire
    /// @param wanted what it wants done, each in a few words, in order
    record Row(String name, Supplier<Desk> given, SchedulerEvent heard, List<String> wanted) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row row(
            String name, Supplier<Desk> given, SchedulerEvent heard, String... wanted) {
        return new Row(name, given, heard, List.of(wanted));
    }

    /// What becomes of the stream, of agents before a launch, and of offers.
    static List<Row> stream() {
        return List.of(
                row("the stream is cut while a batch is asked for", Desk::asked, cut(), "claim"),
                row("the stream is cut while a plan waits", Desk::confirmed, cut(), "claim"),
                row("the stream is cut while an ACCEPT is under way", Desk::sent, cut(), "claim"),
                row("the stream is cut while a task runs", Desk::running, cut(), "claim"),
                row("the stream is cut twice", () -> after(Desk.running(), cut()), cut()),
                row(
                        "another scheduler takes over while a task runs",
                        Desk::running,
                        new Errored("Framework failed over"),
                        "claim"),
                row(
                        "the framework was removed",
                        Desk::running,
                        new Errored("Framework has been removed"),
                        "step down"),
                row(
                        "Mesos forbids the framework",
                        Desk::running,
                        new Errored("Not authorized to use roles '*'"),
                        "step down"),
                row(
                        "nothing is told but a heartbeat",
                        Desk::running,
                        new SchedulerEvent.Heartbeat()),
                row("an executor ended", Desk::running, lost(Optional.of("executor"))),
                row("an agent was removed", Desk::running, lost(Optional.empty()), "gather"),
                row(
                        "an agent was removed before a launch was sent",
                        Desk::confirmed,
                        lost(Optional.empty()),
                        "abandon",
                        "gather"),
                row("an offer that is held is rescinded", Desk::subscribed, rescinded()),
                row("an offer is rescinded while asked about", Desk::asked, rescinded()),
                row(
                        "an offer is rescinded before sending",
                        Desk::confirmed,
                        rescinded(),
                        "abandon"),
                row("an offer is rescinded after sending", Desk::sent, rescinded()),
                row(
                        "an offer nobody knows is rescinded",
                        Desk::running,
                        new Rescinded(new OfferId("other"))));
    }

    /// What is told of tasks and their agents.
    static List<Row> updates() {
        return List.of(
                row(
                        "an agent froze",
                        Desk::running,
                        told(TaskState.UNREACHABLE, NO_UUID, "REASON_SLAVE_REMOVED"),
                        "deliver"),
                row(
                        "an agent is back",
                        Desk::running,
                        told(TaskState.RUNNING, NO_UUID, "REASON_AGENT_REREGISTERED"),
                        "deliver"),
                row(
                        "an agent was restarted and its executor is gone",
                        Desk::running,
                        told(TaskState.FAILED, Optional.of("u"), "REASON_EXECUTOR_TERMINATED"),
                        "deliver"),
                row(
                        "an agent unregistered",
                        Desk::running,
                        told(TaskState.LOST, NO_UUID, "REASON_SLAVE_REMOVED"),
                        "deliver"),
                row(
                        "an operator says that an agent is gone",
                        Desk::running,
                        told(
                                TaskState.GONE_BY_OPERATOR,
                                NO_UUID,
                                "REASON_SLAVE_REMOVED_BY_OPERATOR"),
                        "deliver"),
                row(
                        "a launch met an offer that was invalid by then",
                        Desk::accepted,
                        told(TaskState.DROPPED, NO_UUID, "REASON_INVALID_OFFERS"),
                        "abandon"),
                row(
                        "a late word that an offer was invalid, of a task that runs",
                        Desk::running,
                        told(TaskState.DROPPED, NO_UUID, "REASON_INVALID_OFFERS"),
                        "deliver"),
                row(
                        "what nobody knows may still turn up",
                        Desk::running,
                        told(TaskState.UNKNOWN, NO_UUID, "REASON_RECONCILIATION")),
                row(
                        "the master denies a launch it may not have got yet",
                        Desk::sent,
                        told(TaskState.GONE, NO_UUID, "REASON_RECONCILIATION")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"stream", "updates"})
    void whatever_comes_over_the_wire_leads_to_this_and_nothing_else(Row row) {
        var desk = row.given().get();
        var wanted = desk.hear(row.heard());
        assertThat(wanted.stream().map(WireTest::words)).containsExactlyElementsOf(row.wanted());
    }

    @Test
    void an_update_is_acknowledged_once_however_often_it_comes_while_it_is_written() {
        var desk = Desk.running();
        var ended = new Updated(Desk.status(task(1), TaskState.FINISHED));
        var first = desk.hear(ended);
        assertThat(all(first, Effect.DeliverUpdates.class)).hasSize(1);
        assertThat(desk.hear(ended)).isEmpty();
        desk.last = first;
        assertThat(calls(desk.store(Verdict.KNOWN), SchedulerCall.Acknowledge.class)).hasSize(1);
    }

    @Test
    void a_late_update_of_an_ended_task_is_acknowledged_and_ends_nothing_else() {
        var desk = Desk.running();
        desk.hear(new Updated(Desk.status(task(2), TaskState.FINISHED)));
        var wanted = desk.store(Verdict.ENDED);
        assertThat(wanted.stream().map(WireTest::words)).containsExactly("acknowledge");
    }

    @Test
    void an_update_without_uuid_is_never_acknowledged() {
        var desk = Desk.running();
        desk.hear(new Updated(Desk.told(task(1), TaskState.RUNNING)));
        assertThat(desk.store(Verdict.KNOWN)).isEmpty();
    }

    @Test
    void no_offer_of_an_earlier_stream_is_accepted_though_its_plan_is_confirmed_later() {
        var desk = Desk.asked();
        var batch = Desk.batchOf(desk.last, Desk.APP);
        desk.hear(cut());
        desk.claim();
        desk.hear(Desk.subscribedEvent());
        var wanted = desk.confirm(batch, task(1));
        assertThat(calls(wanted, SchedulerCall.Accept.class)).isEmpty();
        assertThat(all(wanted, Effect.TellAbandoned.class)).isEmpty();
    }

    @Test
    void after_another_master_answered_all_tasks_are_asked_about_and_none_is_killed() {
        var desk = Desk.running();
        desk.hear(cut());
        desk.claim();
        var wanted = desk.hear(Desk.subscribedEvent());
        assertThat(calls(wanted, SchedulerCall.Reconcile.class))
                .anyMatch(call -> call.tasks().isEmpty())
                .anyMatch(call -> call.tasks().stream().anyMatch(it -> it.task().equals(task(1))));
        assertThat(calls(wanted, SchedulerCall.Kill.class)).isEmpty();
    }

    @Test
    void only_the_word_on_its_own_agent_denies_a_plan_of_an_earlier_stream() {
        var denial = Desk.told(task(1), TaskState.GONE);
        var elsewhere =
                new TaskStatus(
                        denial.taskId(),
                        denial.state(),
                        Optional.of(new AgentId("other")),
                        denial.uuid(),
                        denial.reason(),
                        denial.message(),
                        denial.healthy(),
                        denial.ips(),
                        denial.timestamp());
        assertThat(all(Desk.questioned().hear(new Updated(elsewhere)), Effect.TellAbandoned.class))
                .isEmpty();
        assertThat(all(Desk.questioned().hear(new Updated(denial)), Effect.TellAbandoned.class))
                .hasSize(1);
    }

    @Test
    void who_was_removed_is_told_what_to_do_and_hears_no_more() {
        var desk = Desk.running();
        var down =
                Desk.only(
                        desk.hear(new Errored("Framework has been removed")),
                        Effect.StepDown.class);
        assertThat(down.why()).contains("Framework has been removed", "an empty data directory");
        assertThat(desk.hear(Desk.subscribedEvent())).isEmpty();
        assertThat(desk.want(1)).isEmpty();
    }

    private static Desk after(Desk desk, SchedulerEvent event) {
        desk.hear(event);
        return desk;
    }

    private static SchedulerEvent cut() {
        return new Disconnected("the stream was cut");
    }

    private static SchedulerEvent rescinded() {
        return new Rescinded(offerId());
    }

    private static SchedulerEvent lost(Optional<String> executor) {
        return new Failed(Optional.of(AGENT), executor);
    }

    private static SchedulerEvent told(TaskState state, Optional<String> uuid, String reason) {
        TaskStatus status = Desk.status(task(1).value(), state, uuid, Optional.of(reason));
        return new Updated(status);
    }

    private static String words(Effect effect) {
        return switch (effect) {
            case Effect.ClaimEpoch _ -> "claim";
            case Effect.Subscribe _ -> "subscribe";
            case Effect.Resubscribe _ -> "resubscribe";
            case Effect.StepDown _ -> "step down";
            case Effect.GatherLiveTasks _ -> "gather";
            case Effect.ProposePlan _ -> "propose";
            case Effect.TellAbandoned _ -> "abandon";
            case Effect.DeliverUpdates _ -> "deliver";
            case Effect.Stray _ -> "stray";
            case Effect.ShowRefusals _ -> "show";
            case Effect.Call(_, var call) ->
                    switch (call) {
                        case SchedulerCall.Accept _ -> "accept";
                        case SchedulerCall.Decline _ -> "decline";
                        case SchedulerCall.Revive _ -> "revive";
                        case SchedulerCall.Suppress _ -> "suppress";
                        case SchedulerCall.UpdateRoles _ -> "update roles";
                        case SchedulerCall.Kill _ -> "kill";
                        case SchedulerCall.Acknowledge _ -> "acknowledge";
                        case SchedulerCall.Reconcile _ -> "reconcile";
                        case SchedulerCall.Teardown _ -> "teardown";
                    };
        };
    }
}
