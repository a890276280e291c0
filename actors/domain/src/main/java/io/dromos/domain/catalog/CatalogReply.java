package io.dromos.domain.catalog;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Version;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.state.DeploymentState.Planned;
import java.util.List;
import java.util.Map;

/// What the catalog answers.
public sealed interface CatalogReply {

    /// The change is admitted, now or when it was first asked for.
    ///
    /// @param deployment that carries it out
    /// @param version of what it defines
    /// @param admission the catalog's sequence number of the change
    /// @param last the catalog's sequence number of its last fact
    record Admitted(DeploymentId deployment, Version version, long admission, long last)
            implements CatalogReply {}

    /// The change would be admitted with this plan.
    ///
    /// @param actions by step
    /// @param specs the definitions it would bring, removals left out
    record WouldAdmit(List<Planned> actions, Map<AppId, ApplicationSpec> specs)
            implements CatalogReply {
        /// Copies what it is given.
        public WouldAdmit {
            actions = List.copyOf(actions);
            specs = Map.copyOf(specs);
        }
    }

    /// The change is not admitted.
    record Refused(Refusal refusal) implements CatalogReply {}

    /// The deployment is closed.
    ///
    /// @param outcome how it ended, by this order or before it
    record Closed(DeploymentId deployment, Outcome outcome) implements CatalogReply {}

    /// The deployment is open.
    record IsOpen(DeploymentId deployment) implements CatalogReply {}
}
