package io.dromos.domain.catalog;

import io.dromos.events.DeploymentId;
import io.dromos.events.facts.CatalogFact.Outcome;

/// What the catalog can be asked to decide.
public sealed interface CatalogCommand {

    /// Admit this change.
    record Admit(Change change) implements CatalogCommand {}

    /// Close this deployment. Of its end and its supersession the first one counts.
    record Close(DeploymentId deployment, Outcome outcome) implements CatalogCommand {}

    /// Tell what became of this deployment. A denial is a truth only if the catalog that gives it
    /// was not overtaken by another, which an order finds out and a look at its state does not.
    record Recall(DeploymentId deployment) implements CatalogCommand {}
}
