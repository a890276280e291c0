package io.dromos.domain.scheduling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.events.AgentId;
import io.dromos.events.TaskState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The launch book as a table: each state of a task against each input.
class LaunchBookTest {

    private static final Map<String, Supplier<Desk>> STATES = new LinkedHashMap<>();
    private static final Map<String, Consumer<Desk>> INPUTS = new LinkedHashMap<>();

    static {
        STATES.put("asked", Desk::asked);
        STATES.put("confirmed", Desk::confirmed);
        STATES.put("sent", Desk::sent);
        STATES.put("accepted", Desk::accepted);
        STATES.put("running", Desk::running);
        STATES.put("abandoned", Desk::abandoned);
        STATES.put("questioned", Desk::questioned);

        INPUTS.put("confirmed again", LaunchBookTest::confirmAgain);
        INPUTS.put(
                "kill",
                desk ->
                        desk.give(
                                new SchedulerInput.KillWanted(
                                        Desk.task(1), Optional.empty(), Optional.empty())));
        INPUTS.put(
                "deadline",
                desk -> {
                    desk.now = desk.now.plus(SchedulingLimits.DEFAULT.confirmWithin());
                    desk.give(new SchedulerInput.Tick());
                });
        INPUTS.put("rescinded", desk -> desk.hear(new SchedulerEvent.Rescinded(Desk.offerId())));
        INPUTS.put(
                "agent lost",
                desk ->
                        desk.hear(
                                new SchedulerEvent.Failed(
                                        Optional.of(Desk.AGENT), Optional.empty())));
        INPUTS.put(
                "other agent lost",
                desk ->
                        desk.hear(
                                new SchedulerEvent.Failed(
                                        Optional.of(new AgentId("x")), Optional.empty())));
        INPUTS.put(
                "executor ended",
                desk ->
                        desk.hear(
                                new SchedulerEvent.Failed(
                                        Optional.of(Desk.AGENT), Optional.of("e"))));
        INPUTS.put("202", desk -> answer(desk, 202));
        INPUTS.put("400", desk -> answer(desk, 400));
        INPUTS.put("403", desk -> answer(desk, 403));
        INPUTS.put("500", desk -> answer(desk, 500));
        INPUTS.put("503", desk -> answer(desk, 503));
        INPUTS.put(
                "no answer",
                desk -> desk.hear(new SchedulerEvent.Unanswered(accept(desk), "test")));
        INPUTS.put(
                "update RUNNING",
                desk ->
                        desk.hear(
                                new SchedulerEvent.Updated(
                                        Desk.status(Desk.task(1), TaskState.RUNNING))));
        for (var state : List.of(TaskState.RUNNING, TaskState.GONE, TaskState.UNKNOWN))
            INPUTS.put(
                    "told " + state,
                    desk -> desk.hear(new SchedulerEvent.Updated(Desk.told(Desk.task(1), state))));
        INPUTS.put(
                "dropped, offers invalid",
                desk ->
                        desk.hear(
                                new SchedulerEvent.Updated(
                                        Desk.status(
                                                Desk.task(1).value(),
                                                TaskState.DROPPED,
                                                Optional.empty(),
                                                Optional.of("REASON_INVALID_OFFERS")))));
        INPUTS.put(
                "dropped, task invalid",
                desk ->
                        desk.hear(
                                new SchedulerEvent.Updated(
                                        Desk.status(
                                                Desk.task(1).value(),
                                                TaskState.DROPPED,
                                                Optional.empty(),
                                                Optional.of("REASON_TASK_INVALID")))));
        INPUTS.put("undecided, this epoch", desk -> undecided(desk, desk.epoch()));
        INPUTS.put("undecided, earlier epoch", desk -> undecided(desk, desk.epoch() - 1));
        INPUTS.put("undecided, later epoch", desk -> undecided(desk, desk.epoch() + 1));
        INPUTS.put(
                "abandon stored",
                desk -> desk.give(new SchedulerInput.AbandonStored(Desk.APP, Desk.task(1))));
        INPUTS.put("disconnected", desk -> desk.hear(new SchedulerEvent.Disconnected("test")));
        INPUTS.put("refused for good", desk -> desk.hear(new SchedulerEvent.Errored("removed")));
    }

    @Test
    void every_state_answers_every_input_as_the_table_says() throws Exception {
        var table = new ArrayList<String>();
        for (var state : STATES.entrySet()) {
            table.add("# " + state.getKey());
            for (var input : INPUTS.entrySet()) {
                var desk = state.getValue().get();
                input.getValue().accept(desk);
                table.add("%-25s -> %s".formatted(input.getKey(), seen(desk)));
            }
        }
        try (var expected = getClass().getResourceAsStream("launch-book.txt")) {
            assertThat(String.join("\n", table))
                    .isEqualTo(new String(expected.readAllBytes(), UTF_8).strip());
        }
    }

    /// Where the task stands now, and what was wanted done for it.
    private static String seen(Desk desk) {
        var done = new ArrayList<String>();
        for (var effect : desk.last) {
            switch (effect) {
                case Effect.Call(_, var call) -> told(call).ifPresent(done::add);
                case Effect.TellAbandoned told ->
                        done.add("TellAbandoned" + (told.penalty() ? " with delay" : ""));
                case Effect.DeliverUpdates(_, _, var updates) ->
                        done.add("Deliver " + updates.getFirst().state());
                case Effect.ProposePlan plan ->
                        done.add(plan.places().isEmpty() ? "AskAgain" : "ProposePlan");
                case Effect.ClaimEpoch _,
                        Effect.Subscribe _,
                        Effect.Resubscribe _,
                        Effect.StepDown _,
                        Effect.GatherLiveTasks _,
                        Effect.Stray _ ->
                        done.add(effect.getClass().getSimpleName());
                case Effect.ShowRefusals _ -> {}
            }
        }
        return standing(desk) + (done.isEmpty() ? "" : ": " + String.join(", ", done));
    }

    private static Optional<String> told(SchedulerCall call) {
        return switch (call) {
            case SchedulerCall.Accept accept -> Optional.of("Accept " + accept.launches().size());
            case SchedulerCall.Decline _ -> Optional.of("Decline");
            case SchedulerCall.Kill _ -> Optional.of("Kill");
            case SchedulerCall.Acknowledge _ -> Optional.of("Acknowledge");
            case SchedulerCall.Reconcile(var tasks) -> Optional.of("Reconcile " + tasks.size());
            case SchedulerCall.Revive _,
                    SchedulerCall.Suppress _,
                    SchedulerCall.UpdateRoles _,
                    SchedulerCall.Teardown _ ->
                    Optional.empty();
        };
    }

    private static String standing(Desk desk) {
        var task = Desk.task(1);
        var names = new ArrayList<String>();
        var entry = desk.state.book().tasks().get(task);
        if (entry instanceof Book.Confirmed) names.add("confirmed");
        if (entry instanceof Book.Sent(_, var kill))
            names.add(kill.isEmpty() ? "sent" : "sent, to be killed");
        if (entry instanceof Book.Answered(_, var seen)) names.add(seen ? "seen" : "accepted");
        if (desk.state.abandoned().open().containsKey(task)) names.add("abandoned");
        if (desk.state.questions().open().containsKey(task)) names.add("questioned");
        if (desk.state.book().batches().containsKey(Desk.APP)) names.add("asked");
        return names.isEmpty() ? "-" : String.join(" and ", names);
    }

    private static void confirmAgain(Desk desk) {
        desk.give(
                new SchedulerInput.PlanConfirmed(
                        Desk.APP,
                        1,
                        batch(desk),
                        List.of(new SchedulerInput.Confirmed(0, Desk.task(1)))));
    }

    private static long batch(Desk desk) {
        var open = desk.state.book().batches().get(Desk.APP);
        return open != null ? open.number() : 1;
    }

    private static void undecided(Desk desk, long epoch) {
        desk.give(
                new SchedulerInput.Undecided(
                        Desk.APP,
                        List.of(new SchedulerInput.Live(Desk.task(1), Desk.AGENT, epoch, false))));
    }

    private static void answer(Desk desk, int status) {
        desk.hear(new SchedulerEvent.Answered(accept(desk), status, "test"));
    }

    /// The number of the ACCEPT under way, or one that never was.
    private static long accept(Desk desk) {
        return desk.state.calls().pending().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Calls.Launch)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(-1L);
    }
}
