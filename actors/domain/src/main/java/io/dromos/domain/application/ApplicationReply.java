package io.dromos.domain.application;

import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.state.Silence;
import java.util.List;
import java.util.Optional;

/// What an application answers.
public sealed interface ApplicationReply {

    /// It follows the admission.
    record Adopted(long admission) implements ApplicationReply {}

    /// It follows a newer admission.
    record Superseded(long admission) implements ApplicationReply {}

    /// It was released.
    ///
    /// @param done whether it reached its target
    /// @param stall that it makes no progress for as long as it may, if so
    record Released(long admission, int step, boolean done, Optional<Silence.Stall> stall)
            implements ApplicationReply {

        /// Without a stall.
        public Released(long admission, int step, boolean done) {
            this(admission, step, done, Optional.empty());
        }
    }

    /// It stands still, or knows of a later turn.
    ///
    /// @param turn the latest of the deployment's steering it knows
    record Paused(int turn) implements ApplicationReply {}

    /// It does not wait for the deployment any more.
    record Left() implements ApplicationReply {}

    /// These launches are planned.
    ///
    /// @param batch of the proposal
    /// @param epoch of the proposal
    /// @param plans in the order of the placements taken; placements beyond are not wanted
    record Planned(long batch, long epoch, List<Confirmed> plans) implements ApplicationReply {
        /// Copies what it is given.
        public Planned {
            plans = List.copyOf(plans);
        }
    }

    /// Nothing is planned, and nothing will be under this epoch: another scheduler claimed a newer
    /// one.
    ///
    /// @param batch of the proposal
    /// @param epoch of the proposal
    /// @param why the log's sentence
    record Fenced(long batch, long epoch, String why) implements ApplicationReply {}

    /// A launch that is planned.
    ///
    /// @param placement index into the proposal
    record Confirmed(int placement, InstancePlanned plan) {}

    /// The abandonment is durable, now or before.
    record Abandoned(TaskId task) implements ApplicationReply {}

    /// The updates are taken in and may be acknowledged.
    ///
    /// @param delivery names the delivery
    /// @param knowledge of each update's task, in order
    record Observed(long delivery, List<Knowledge> knowledge) implements ApplicationReply {
        /// Copies what it is given.
        public Observed {
            knowledge = List.copyOf(knowledge);
        }
    }

    /// What an application knows of a task.
    enum Knowledge {
        /// It is at work.
        KNOWN,
        /// It ended, or was abandoned, or its instance is no more: if it lives, it is to be killed.
        ENDED,
        /// It was never planned: a stray.
        NEVER_PLANNED
    }

    /// These instances were told to end.
    record Killed(List<InstanceId> instances) implements ApplicationReply {
        /// Copies what it is given.
        public Killed {
            instances = List.copyOf(instances);
        }
    }

    /// Done.
    record Ok() implements ApplicationReply {}
}
