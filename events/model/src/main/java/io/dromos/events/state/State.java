package io.dromos.events.state;

import io.dromos.events.PersistenceIds;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.Fact;
import io.dromos.events.facts.FrameworkFact;

/// The state of an aggregate: the fold of its facts.
public sealed interface State
        permits CatalogState, ApplicationState, DeploymentState, FrameworkState {

    /// The state before the first fact of the aggregate with this name.
    ///
    /// @throws IllegalArgumentException if no aggregate has such a name
    static State empty(String persistenceId) {
        if (persistenceId.equals(PersistenceIds.CATALOG)) return CatalogState.EMPTY;
        if (persistenceId.equals(PersistenceIds.FRAMEWORK)) return FrameworkState.EMPTY;
        if (PersistenceIds.isApplication(persistenceId))
            return ApplicationState.empty(PersistenceIds.application(persistenceId));
        return DeploymentState.empty(PersistenceIds.deployment(persistenceId));
    }

    /// The state after one more fact of the same aggregate.
    ///
    /// @throws IllegalStateException if the fact cannot follow: the log lies, and recovery must
    ///   stop
    static State evolve(State state, Fact fact) {
        return switch (fact) {
            case CatalogFact catalog -> as(CatalogState.class, state, fact).evolve(catalog);
            case ApplicationFact application ->
                    as(ApplicationState.class, state, fact).evolve(application);
            case DeploymentFact deployment ->
                    as(DeploymentState.class, state, fact).evolve(deployment);
            case FrameworkFact framework -> as(FrameworkState.class, state, fact).evolve(framework);
        };
    }

    private static <S extends State> S as(Class<S> type, State state, Fact fact) {
        if (!type.isInstance(state))
            throw new IllegalStateException(
                    "A fact of another aggregate: "
                            + fact
                            + " after "
                            + state.getClass().getSimpleName());
        return type.cast(state);
    }
}
