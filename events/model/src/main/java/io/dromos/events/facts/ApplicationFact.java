package io.dromos.events.facts;

import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Fenced;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.spec.ProgressDeadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Facts of one application: its rollout and each instance's life.
public sealed interface ApplicationFact extends Fact {

    /// Which application.
    AppId app();

    /// When it was decided.
    Instant at();

    /// The application follows a newer admission.
    ///
    /// @param admission the catalog's sequence number of the change, higher than any before
    /// @param deployment whose releases it waits for
    record VersionAdopted(
            AppId app, long admission, DeploymentId deployment, Target target, Instant at)
            implements ApplicationFact {}

    /// The deployment let the application go to its target.
    record StepReleased(AppId app, DeploymentId deployment, int step, Instant at)
            implements ApplicationFact {}

    /// The target is reached.
    record StepDone(AppId app, DeploymentId deployment, int step, Instant at)
            implements ApplicationFact {}

    /// The deployment was given up: the target stays, but only its number of instances is kept.
    record RolloutLeft(AppId app, DeploymentId deployment, Instant at) implements ApplicationFact {}

    /// The rollout stands still: nobody is exchanged, and only what dies is replaced.
    ///
    /// @param turn of the deployment's steering
    /// @param kept how many instances are kept meanwhile
    /// @param left how much of its progress deadline was left, if it has one
    record RolloutPaused(
            AppId app,
            DeploymentId deployment,
            int turn,
            int kept,
            Optional<Duration> left,
            Instant at)
            implements ApplicationFact {}

    /// The rollout goes on.
    ///
    /// @param turn of the deployment's steering
    record RolloutResumed(AppId app, DeploymentId deployment, int turn, Instant at)
            implements ApplicationFact {}

    /// The deployment said how long the rollout may make no progress, in place of the labels.
    ///
    /// @param turn of the deployment's steering
    /// @param deadline absent if as long as it likes
    record RolloutBounded(
            AppId app,
            DeploymentId deployment,
            int turn,
            Optional<ProgressDeadline> deadline,
            Instant at)
            implements ApplicationFact {}

    /// The rollout made no progress for as long as it may.
    ///
    /// @param why for people, in one sentence
    /// @param rollback whether its deployment is to be undone for that
    record RolloutStalled(
            AppId app, DeploymentId deployment, String why, boolean rollback, Instant at)
            implements ApplicationFact {}

    /// A task may be launched, at this place and no other.
    ///
    /// @param instance whose run it is
    /// @param task its id, never used before
    /// @param config the configuration it runs: `lastConfigChangeAt` of its definition
    /// @param placement where
    /// @param epoch of the scheduler that offered the place
    record InstancePlanned(
            AppId app,
            InstanceId instance,
            TaskId task,
            Version config,
            Placement placement,
            long epoch,
            Instant at)
            implements ApplicationFact, Fenced {

        @Override
        public String fence() {
            return "scheduler";
        }
    }

    /// Where a task runs.
    ///
    /// @param agent the agent's id
    /// @param host its name
    /// @param ip its address
    /// @param hostPorts the ports chosen, in the order of the definition
    /// @param attributes the agent's attributes as text, for constraints
    /// @param region if told
    /// @param zone if told
    record Placement(
            AgentId agent,
            String host,
            String ip,
            List<Integer> hostPorts,
            Map<String, String> attributes,
            Optional<String> region,
            Optional<String> zone) {
        /// Copies what it is given.
        public Placement {
            hostPorts = List.copyOf(hostPorts);
            attributes = Map.copyOf(attributes);
        }
    }

    /// A planned task was never launched and never will be.
    ///
    /// @param penalty whether the next launch is delayed by it
    record LaunchAbandoned(AppId app, TaskId task, String why, boolean penalty, Instant at)
            implements ApplicationFact {}

    /// Mesos told news of a task.
    ///
    /// @param reason Mesos' reason, if told
    /// @param message for people
    /// @param healthy if a check runs
    /// @param check what its `check` found, if that is told
    /// @param ips addresses of the container
    record TaskObserved(
            AppId app,
            TaskId task,
            TaskState state,
            Optional<String> reason,
            String message,
            Optional<Boolean> healthy,
            Optional<CheckResult> check,
            List<String> ips,
            Instant at)
            implements ApplicationFact {
        /// Copies what it is given.
        public TaskObserved {
            ips = List.copyOf(ips);
        }
    }

    /// What the server's health checks find of a task has changed.
    ///
    /// @param healthy whether all of them succeed
    /// @param cause why not, for people
    record InstanceHealthChanged(
            AppId app, TaskId task, boolean healthy, Optional<String> cause, Instant at)
            implements ApplicationFact {}

    /// A task has passed its readiness check: a deployment may count on it.
    record InstanceBecameReady(AppId app, TaskId task, Instant at) implements ApplicationFact {}

    /// The agent of a task has been silent for so long that another instance is to take its place;
    /// if it comes back in time, the task counts again.
    record InstanceBecameInactive(AppId app, TaskId task, Instant at) implements ApplicationFact {}

    /// A task is to end.
    ///
    /// @param why for people
    /// @param decommission whether the instance goes with it; otherwise its next run follows
    record KillRequested(
            AppId app, InstanceId instance, String why, boolean decommission, Instant at)
            implements ApplicationFact {

        /// The reason if somebody asked for it.
        public static final String BY_USER = "asked for by a user";

        /// How the reason begins if the server's health checks are it.
        public static final String UNHEALTHY = "unhealthy: ";

        /// Whether the server's health checks are the reason.
        public boolean isForHealth() {
            return why.startsWith(UNHEALTHY);
        }
    }

    /// An instance is no more.
    record InstanceForgotten(AppId app, InstanceId instance, Instant at)
            implements ApplicationFact {}

    /// A task has ended whose instance was forgotten before, while its agent was silent.
    ///
    /// @param state how it ended
    record StragglerEnded(AppId app, TaskId task, TaskState state, Instant at)
            implements ApplicationFact {}

    /// The delay of launches was lifted.
    record DelayReset(AppId app, Instant at) implements ApplicationFact {}

    /// The last instance ended and the application is gone.
    record Removed(AppId app, Instant at) implements ApplicationFact {}
}
