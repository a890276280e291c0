package io.dromos.domain.deployment;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Version;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.spec.ProgressDeadline;
import io.dromos.events.state.DeploymentState.Planned;
import io.dromos.events.state.Silence;
import java.util.List;
import java.util.Optional;

/// What a deployment can be asked to decide. All may be repeated.
public sealed interface DeploymentCommand {

    /// Take up the work the catalog admitted.
    ///
    /// @param undoes the deployment it rolls back, if it is for that
    record Start(
            Version version,
            long admission,
            int steps,
            List<Planned> actions,
            Optional<DeploymentId> undoes)
            implements DeploymentCommand {
        /// Copies what it is given.
        public Start {
            actions = List.copyOf(actions);
        }
    }

    /// Everything asked for in this phase is confirmed.
    ///
    /// @param step the step whose applications are done, from 0; -1 if all have adopted
    record Complete(int step) implements DeploymentCommand {}

    /// What people ask of a deployment on its way.
    sealed interface Steer extends DeploymentCommand {}

    /// Stand still.
    ///
    /// @param by the principal who asks for it
    /// @param reason what he gives as one
    record Pause(String by, Optional<String> reason) implements Steer {}

    /// Go on.
    ///
    /// @param by the principal who asks for it
    record Resume(String by) implements Steer {}

    /// Let applications make no progress for at most so long.
    ///
    /// @param by the principal who asks for it
    record SetDeadline(String by, ProgressDeadline deadline) implements Steer {}

    /// Let applications make no progress for as long as they like.
    ///
    /// @param by the principal who asks for it
    record LiftDeadline(String by) implements Steer {}

    /// An application made no progress for as long as it may.
    record Stall(AppId app, Silence.Stall stall) implements DeploymentCommand {}

    /// The catalog closed the deployment, and every application was told what it has to know.
    record End(Outcome outcome) implements DeploymentCommand {}
}
