package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.TaskId;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact;
import java.util.List;
import java.util.Optional;

/// What the scheduler wants done, in the order given. Nothing here has to be remembered by whoever
/// does it: what may get lost is asked for again.
public sealed interface Effect {

    /// Claim the fence `scheduler`, unless the newest epoch is no longer the one we hold. Answered
    /// by [SchedulerInput.EpochClaimed] or [SchedulerInput.EpochLost].
    ///
    /// @param holding the epoch we hold; 0 for none: claim whatever the newest is
    record ClaimEpoch(long holding) implements Effect {}

    /// Start the link to Mesos.
    record Subscribe() implements Effect {}

    /// Give the subscription up and subscribe again, so that Mesos refuses what is on the wire.
    record Resubscribe() implements Effect {}

    /// Stop the link and this scheduler for good.
    ///
    /// @param why one sentence for people
    record StepDown(String why) implements Effect {}

    /// Send a call over the link.
    record Call(long number, SchedulerCall call) implements Effect {}

    /// Ask for all live tasks, answered by [SchedulerInput.LiveTasks]. Asked again until it is.
    ///
    /// @param epoch the claim the reader has to have passed
    /// @param agent only tasks on this one, if given
    record GatherLiveTasks(long epoch, Optional<AgentId> agent) implements Effect {}

    /// Ask an application to plan tasks at these places, as one batch, with this epoch as the
    /// fence. Answered by [SchedulerInput.PlanConfirmed] or [SchedulerInput.PlanRefused]. No places
    /// at all asks whether the batch was decided: an application that does not know it confirms
    /// nothing.
    ///
    /// @param revision of the want behind it; an application that has planned since refuses
    record ProposePlan(AppId app, long epoch, long batch, long revision, List<Proposal> places)
            implements Effect {
        /// Copies what it is given.
        public ProposePlan {
            places = List.copyOf(places);
        }
    }

    /// A place for one task.
    ///
    /// @param place its number in the batch, from 0
    /// @param version of the definition that would run there
    /// @param config its configuration
    record Proposal(
            int place, Version version, Version config, ApplicationFact.Placement placement) {}

    /// Tell an application that a planned task was never launched and never will be; repeated until
    /// [SchedulerInput.AbandonStored].
    ///
    /// @param penalty whether the next launch is delayed by it
    /// @param why one sentence for people
    record TellAbandoned(AppId app, TaskId task, boolean penalty, String why) implements Effect {}

    /// Deliver updates to their application; repeated until [SchedulerInput.UpdatesStored].
    ///
    /// @param delivery its number, the same when repeated
    record DeliverUpdates(AppId app, long delivery, List<TaskStatus> updates) implements Effect {
        /// Copies what it is given.
        public DeliverUpdates {
            updates = List.copyOf(updates);
        }
    }

    /// Show a task the log never planned. It is not acknowledged, so Mesos tells of it again.
    record Stray(TaskStatus status) implements Effect {}

    /// Show why an application's wants wait, in place of what was shown before; empty once they do
    /// not.
    record ShowRefusals(AppId app, List<Refusal> refusals) implements Effect {
        /// Copies what it is given.
        public ShowRefusals {
            refusals = List.copyOf(refusals);
        }
    }
}
