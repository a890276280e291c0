package io.dromos.domain.catalog;

import io.dromos.events.DeploymentId;
import io.dromos.events.facts.CatalogFact.Outcome;

/// What the catalog can be asked to decide.
public sealed interface CatalogCommand {

    /// Admit this change.
    record Admit(Change change) implements CatalogCommand {}

    /// Close this deployment. Of its end and its supersession the first one counts.
    record Close(DeploymentId deployment, Outcome outcome) implements CatalogCommand {}
}
