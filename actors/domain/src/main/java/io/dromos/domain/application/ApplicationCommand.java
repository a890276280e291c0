package io.dromos.domain.application;

import io.dromos.domain.scheduling.Want;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact.Placement;
import io.dromos.events.facts.CheckResult;
import io.dromos.events.facts.Target;
import io.dromos.events.state.DeploymentState.Steering;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an application can be asked to decide. All may be repeated.
public sealed interface ApplicationCommand {

    /// Follow this admission; only a higher one than before is.
    ///
    /// @param admission the catalog's sequence number of the change
    record Adopt(long admission, DeploymentId deployment, Target target)
            implements ApplicationCommand {}

    /// Go to the target, or go on after a pause.
    ///
    /// @param steering of the deployment; an earlier turn than known is out of date
    record Release(long admission, DeploymentId deployment, int step, Steering steering)
            implements ApplicationCommand {

        /// By a deployment that was never steered.
        public Release(long admission, DeploymentId deployment, int step) {
            this(admission, deployment, step, Steering.NONE);
        }
    }

    /// Stand still on the way to the target.
    ///
    /// @param steering of the deployment; an earlier turn than known is out of date
    record Pause(long admission, DeploymentId deployment, Steering steering)
            implements ApplicationCommand {}

    /// The deployment is given up.
    record Leave(DeploymentId deployment) implements ApplicationCommand {}

    /// Launch at these places, as far as more launches are wanted.
    ///
    /// @param batch names the proposal
    /// @param epoch of the scheduler
    /// @param config the configuration the places were chosen for; another one plans nothing
    /// @param chosen what was wanted when the places were chosen, if that is known: where
    ///   constraints count others than they did then, nothing is planned
    /// @param taken tasks that live though they were never planned; their names are not given again
    record Plan(
            long batch,
            long epoch,
            Version config,
            List<Placement> placements,
            Optional<Want> chosen,
            Set<TaskId> taken)
            implements ApplicationCommand {
        /// Copies what it is given.
        public Plan {
            placements = List.copyOf(placements);
            taken = Set.copyOf(taken);
        }

        /// Where no name is taken, and nobody knows what was wanted.
        public Plan(long batch, long epoch, Version config, List<Placement> placements) {
            this(batch, epoch, config, placements, Optional.empty(), Set.of());
        }
    }

    /// Say what came of a proposal that is not answered: whatever was asked before is decided by
    /// then, so that nothing more comes of it.
    record Account(long batch, long epoch) implements ApplicationCommand {}

    /// A planned task will never be launched.
    ///
    /// @param penalty whether the next launch is to be delayed
    record Abandon(TaskId task, String why, boolean penalty) implements ApplicationCommand {}

    /// News of tasks from Mesos, in the order they came.
    ///
    /// @param delivery names this delivery
    record Observe(long delivery, List<Update> updates) implements ApplicationCommand {
        /// Copies what it is given.
        public Observe {
            updates = List.copyOf(updates);
        }
    }

    /// News of a task.
    ///
    /// @param reason Mesos' reason, if told
    /// @param healthy the result of a health check, if there is one
    /// @param check what a `check` found, if it is told
    /// @param ips addresses of the container
    record Update(
            TaskId task,
            TaskState state,
            Optional<String> reason,
            String message,
            Optional<Boolean> healthy,
            Optional<CheckResult> check,
            List<String> ips) {
        /// Copies what it is given.
        public Update {
            ips = List.copyOf(ips);
        }

        /// News that tell of no `check`.
        public Update(
                TaskId task,
                TaskState state,
                Optional<String> reason,
                String message,
                Optional<Boolean> healthy,
                List<String> ips) {
            this(task, state, reason, message, healthy, Optional.empty(), ips);
        }
    }

    /// What the server's own checks found.
    record Examine(List<Finding> findings) implements ApplicationCommand {
        /// Copies what it is given.
        public Examine {
            findings = List.copyOf(findings);
        }
    }

    /// What the server's own checks found of a task.
    sealed interface Finding {
        /// Of which.
        TaskId task();
    }

    /// All its health checks succeed.
    record Healthy(TaskId task) implements Finding {}

    /// One of its health checks does not succeed.
    ///
    /// @param cause for people
    /// @param replace whether that was borne long enough, so that the run is to end and another to
    ///   follow
    record Unhealthy(TaskId task, String cause, boolean replace) implements Finding {}

    /// It passed its readiness check.
    record Ready(TaskId task) implements Finding {}

    /// End the runs of these instances.
    ///
    /// @param wipe whether the instances go for good
    record Kill(List<InstanceId> instances, boolean wipe) implements ApplicationCommand {
        /// Copies what it is given.
        public Kill {
            instances = List.copyOf(instances);
        }
    }

    /// Lift the delay of the next launch.
    record ResetDelay() implements ApplicationCommand {}

    /// Do what time has made due.
    ///
    /// @param offers what the scheduler said last of offers for it, for people
    record Tick(Optional<String> offers) implements ApplicationCommand {

        /// Where nothing is known of offers.
        public Tick() {
            this(Optional.empty());
        }
    }
}
