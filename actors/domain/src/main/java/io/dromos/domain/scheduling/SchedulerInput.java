package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the scheduler may be told. Each may come twice or late; what matters is repeated by its
/// sender until it has its effect.
public sealed interface SchedulerInput {

    /// An event of the link to Mesos, in the link's order, so that each belongs to the subscription
    /// that the last `Subscribed` began.
    record Heard(SchedulerEvent event) implements SchedulerInput {}

    /// What an application wants launched, in place of what it said before. Every answer to a batch
    /// closes the want: the application says anew what it wants, after its answer.
    ///
    /// @param revision names the application's state behind it; comes back with each proposal
    /// @param wants none with count 0 is needed; an empty list wants nothing
    record Wanted(AppId app, long revision, List<Want> wants) implements SchedulerInput {
        /// Copies what it is given.
        public Wanted {
            wants = List.copyOf(wants);
        }
    }

    /// These plans of a batch are durable; the batch's other places are not wanted.
    record PlanConfirmed(AppId app, long epoch, long batch, List<Confirmed> tasks)
            implements SchedulerInput {
        /// Copies what it is given.
        public PlanConfirmed {
            tasks = List.copyOf(tasks);
        }
    }

    /// A plan that is durable.
    ///
    /// @param place which of the batch's places it took
    /// @param task the id it was given
    record Confirmed(int place, TaskId task) {}

    /// Nothing of the batch is planned, and nothing will be.
    ///
    /// @param fenced whether the log refused the batch's epoch, so that we may be deposed
    record PlanRefused(AppId app, long epoch, long batch, String why, boolean fenced)
            implements SchedulerInput {}

    /// `LaunchAbandoned` of the task is durable, or the application knows better: it never planned
    /// the task, or has news of it.
    record AbandonStored(AppId app, TaskId task) implements SchedulerInput {}

    /// A delivery of updates was decided on and the facts it led to are durable.
    ///
    /// @param verdicts one for each update, in order
    record UpdatesStored(AppId app, long delivery, List<Verdict> verdicts)
            implements SchedulerInput {
        /// Copies what it is given.
        public UpdatesStored {
            verdicts = List.copyOf(verdicts);
        }
    }

    /// What an application's log says of a task it was told of.
    enum Verdict {
        /// Planned, and not ended before this update.
        KNOWN,
        /// Ended, abandoned or forgotten before.
        ENDED,
        /// Never planned.
        NEVER_PLANNED
    }

    /// A task is to end. Repeated by the application until it has.
    ///
    /// @param agent where it runs, if known
    /// @param grace between TERM and KILL, if it is to differ from the task's own
    record KillWanted(TaskId task, Optional<AgentId> agent, Optional<Duration> grace)
            implements SchedulerInput {}

    /// Plans of which the application has heard nothing for ten seconds.
    record Undecided(AppId app, List<Live> plans) implements SchedulerInput {
        /// Copies what it is given.
        public Undecided {
            plans = List.copyOf(plans);
        }
    }

    /// Answers [Effect.GatherLiveTasks]: every task that the log planned and did not end, read past
    /// the claim of the epoch.
    ///
    /// @param agent the one whose tasks these are; absent if they are all
    record LiveTasks(long epoch, Optional<AgentId> agent, List<Live> tasks)
            implements SchedulerInput {
        /// Copies what it is given.
        public LiveTasks {
            tasks = List.copyOf(tasks);
        }
    }

    /// A task that the log planned and did not end.
    ///
    /// @param agent where it was planned
    /// @param epoch its plan carries
    /// @param seen whether Mesos ever told news of it
    record Live(TaskId task, AgentId agent, long epoch, boolean seen) {}

    /// The claim is durable; plans of older epochs are refused from now on.
    record EpochClaimed(long epoch) implements SchedulerInput {}

    /// Somebody else holds a newer epoch.
    record EpochLost(long newest) implements SchedulerInput {}

    /// Time has passed; several times a second.
    record Tick() implements SchedulerInput {}
}
