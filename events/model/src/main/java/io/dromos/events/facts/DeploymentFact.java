package io.dromos.events.facts;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Version;
import io.dromos.events.spec.ProgressDeadline;
import java.time.Instant;
import java.util.Optional;

/// Facts of one deployment: how far it is.
public sealed interface DeploymentFact extends Fact {

    /// Which deployment.
    DeploymentId deployment();

    /// The deployment took up its work; one [ActionPlanned] for each action follows in the same
    /// list.
    ///
    /// @param admission the catalog's sequence number of the change
    /// @param steps how many steps there are
    /// @param actions how many actions follow
    /// @param undoes the deployment it rolls back, if it is for that
    record Started(
            DeploymentId deployment,
            Version version,
            long admission,
            int steps,
            int actions,
            Optional<DeploymentId> undoes,
            Instant at)
            implements DeploymentFact {}

    /// One action of the plan.
    ///
    /// @param step from 0
    record ActionPlanned(DeploymentId deployment, int step, AppId app, Action action)
            implements DeploymentFact {}

    /// All applications adopted (before step 0) and the step's are being released.
    record StepStarted(DeploymentId deployment, int step, Instant at) implements DeploymentFact {}

    /// All actions of the step are done.
    record StepCompleted(DeploymentId deployment, int step, Instant at) implements DeploymentFact {}

    /// It stands still: no step is released, and the applications at work exchange nobody.
    ///
    /// @param turn numbers what it was steered to, one more each time
    /// @param by the principal who asked for it
    /// @param reason what he gave as one
    record Paused(DeploymentId deployment, int turn, String by, Optional<String> reason, Instant at)
            implements DeploymentFact {}

    /// It goes on.
    ///
    /// @param turn numbers what it was steered to, one more each time
    /// @param by the principal who asked for it
    record Resumed(DeploymentId deployment, int turn, String by, Instant at)
            implements DeploymentFact {}

    /// It was said how long its applications may make no progress, in place of their labels.
    ///
    /// @param turn numbers what it was steered to, one more each time
    /// @param by the principal who asked for it
    record DeadlineSet(
            DeploymentId deployment, int turn, ProgressDeadline deadline, String by, Instant at)
            implements DeploymentFact {}

    /// Its applications may make no progress for as long as they like, whatever their labels say.
    ///
    /// @param turn numbers what it was steered to, one more each time
    /// @param by the principal who asked for it
    record DeadlineLifted(DeploymentId deployment, int turn, String by, Instant at)
            implements DeploymentFact {}

    /// An application made no progress for as long as it may.
    ///
    /// @param why for people, in one sentence
    /// @param rollback whether the deployment is undone for that
    /// @param at when the application found it
    record Stalled(DeploymentId deployment, AppId app, String why, boolean rollback, Instant at)
            implements DeploymentFact {}

    /// The catalog closed it after its last step.
    record Finished(DeploymentId deployment, Instant at) implements DeploymentFact {}

    /// The catalog closed it before its end.
    ///
    /// @param superseded whether another deployment took over; otherwise a user stopped it
    record Cancelled(DeploymentId deployment, boolean superseded, Instant at)
            implements DeploymentFact {}
}
