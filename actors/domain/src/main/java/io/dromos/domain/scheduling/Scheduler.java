package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.SchedulerEvent;
import java.util.List;

/// The scheduler: one function from what it knows and what it is told to what it knows then and
/// wants done. The rules it keeps are those of the launch protocol (protocols 2); each is named
/// where it is carried out.
public final class Scheduler {

    private Scheduler() {}

    /// Takes one input in. Never refuses; what comes twice, late or from elsewhere changes nothing.
    public static Stepped step(
            SchedulerState state, SchedulerInput input, SchedulingContext context) {
        return step(state, List.of(input), context);
    }

    /// Takes inputs that came together in, in order, and looks for places once for all of them.
    public static Stepped step(
            SchedulerState state, List<SchedulerInput> inputs, SchedulingContext context) {
        var turn = new Turn(state, context);
        for (var input : inputs) {
            if (turn.link.wire() == Link.Wire.DOWN) return turn.stepped();
            take(turn, input);
        }
        if (turn.link.wire() == Link.Wire.DOWN) return turn.stepped();
        Proposing.place(turn);
        Roles.reviveDue(turn);
        return turn.stepped();
    }

    private static void take(Turn turn, SchedulerInput input) {
        switch (input) {
            case SchedulerInput.Heard(var event) -> hear(turn, event);
            case SchedulerInput.Wanted wanted -> Planning.wanted(turn, wanted);
            case SchedulerInput.PlanConfirmed plan -> Planning.confirmed(turn, plan);
            case SchedulerInput.PlanRefused refused -> Planning.refused(turn, refused);
            case SchedulerInput.AbandonStored stored -> Abandoning.stored(turn, stored);
            case SchedulerInput.UpdatesStored stored -> Delivering.stored(turn, stored);
            case SchedulerInput.KillWanted kill -> Launching.kill(turn, kill);
            case SchedulerInput.Undecided undecided -> Abandoning.undecided(turn, undecided);
            case SchedulerInput.LiveTasks tasks -> Reconciling.live(turn, tasks);
            case SchedulerInput.EpochClaimed(var epoch) -> Subscribing.claimed(turn, epoch);
            case SchedulerInput.EpochLost(var newest) -> Subscribing.lost(turn, newest);
            case SchedulerInput.Tick() -> tick(turn);
        }
    }

    private static void hear(Turn turn, SchedulerEvent event) {
        switch (event) {
            case SchedulerEvent.Subscribed said -> Subscribing.subscribed(turn, said);
            case SchedulerEvent.Disconnected _ -> Subscribing.disconnected(turn);
            case SchedulerEvent.Errored(var message) -> Subscribing.errored(turn, message);
            case SchedulerEvent.Heartbeat() -> {}
            case SchedulerEvent.Offered _,
                    SchedulerEvent.Rescinded _,
                    SchedulerEvent.Updated _,
                    SchedulerEvent.Failed _,
                    SchedulerEvent.Answered _,
                    SchedulerEvent.Unanswered _ -> {
                if (turn.link.isOpen()) hearOpen(turn, event);
            }
        }
    }

    /// What belongs to a subscription counts only while that subscription stands.
    private static void hearOpen(Turn turn, SchedulerEvent event) {
        switch (event) {
            case SchedulerEvent.Offered(var offers) -> Offers.offered(turn, offers);
            case SchedulerEvent.Rescinded(var offer) -> Offers.rescinded(turn, offer);
            case SchedulerEvent.Updated(var status) -> Updating.updated(turn, status);
            case SchedulerEvent.Failed failed -> Offers.failed(turn, failed);
            case SchedulerEvent.Answered answered -> Launching.answered(turn, answered);
            case SchedulerEvent.Unanswered unanswered -> Launching.unanswered(turn, unanswered);
            case SchedulerEvent.Subscribed _,
                    SchedulerEvent.Disconnected _,
                    SchedulerEvent.Errored _,
                    SchedulerEvent.Heartbeat _ -> {}
        }
    }

    private static void tick(Turn turn) {
        Subscribing.tick(turn);
        Abandoning.tick(turn);
        Delivering.tick(turn);
        if (turn.link.isOpen()) {
            Planning.tick(turn);
            Roles.tick(turn);
            Offers.tick(turn);
            Reconciling.tick(turn);
            Explaining.tick(turn);
        }
    }
}
