package io.dromos.domain.mesos;

import io.dromos.events.AgentId;
import io.dromos.events.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the scheduler orders Mesos to do. SUBSCRIBE is not among them: the client owns the
/// subscription.
public sealed interface SchedulerCall {

    /// Launches tasks from these offers of one agent; what they leave over comes back.
    ///
    /// @param offers all of one agent
    /// @param launches at least one
    /// @param refuse how long not to be offered the rest
    record Accept(List<OfferId> offers, List<TaskLaunch> launches, Duration refuse)
            implements SchedulerCall {
        /// Copies what it is given.
        public Accept {
            offers = List.copyOf(offers);
            launches = List.copyOf(launches);
        }
    }

    /// Gives offers back.
    ///
    /// @param offers any number
    /// @param refuse how long not to be offered them again
    record Decline(List<OfferId> offers, Duration refuse) implements SchedulerCall {
        /// Copies what it is given.
        public Decline {
            offers = List.copyOf(offers);
        }
    }

    /// Asks for offers again and clears filters.
    record Revive(List<String> roles) implements SchedulerCall {
        /// Copies what it is given.
        public Revive {
            roles = List.copyOf(roles);
        }
    }

    /// Be offered resources of these roles and of no other, from now on in this subscription.
    ///
    /// @param roles all of them, none twice
    /// @param suppressed those of them that no offers are wanted of at the moment
    record UpdateRoles(List<String> roles, List<String> suppressed) implements SchedulerCall {
        /// Copies what it is given.
        public UpdateRoles {
            roles = List.copyOf(roles);
            suppressed = List.copyOf(suppressed);
        }
    }

    /// Asks for no more offers.
    record Suppress(List<String> roles) implements SchedulerCall {
        /// Copies what it is given.
        public Suppress {
            roles = List.copyOf(roles);
        }
    }

    /// Ends a task.
    ///
    /// @param taskId as Mesos knows it; may be a stray's
    /// @param agent where it runs; left out rather than guessed, for Mesos drops a kill with the
    ///   wrong agent without a word
    /// @param grace between TERM and KILL, if it is to differ from the task's own
    record Kill(String taskId, Optional<AgentId> agent, Optional<Duration> grace)
            implements SchedulerCall {}

    /// Confirms an update whose fact is durable.
    record Acknowledge(String taskId, AgentId agent, String uuid) implements SchedulerCall {}

    /// Asks for the state of these tasks; of all known to Mesos if the list is empty.
    record Reconcile(List<Question> tasks) implements SchedulerCall {
        /// Copies what it is given.
        public Reconcile {
            tasks = List.copyOf(tasks);
        }
    }

    /// A task to reconcile.
    ///
    /// @param task which
    /// @param agent where it should run
    record Question(TaskId task, AgentId agent) {}

    /// Removes the framework and kills all its tasks.
    record Teardown() implements SchedulerCall {}
}
