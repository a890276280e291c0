package io.dromos.events.state;

import io.dromos.events.state.CatalogState.Definition;
import io.dromos.events.state.CatalogState.Open;
import java.util.Optional;
import org.pcollections.PVector;

/// What an open deployment keeps of the past, to bring it back.
final class Remembered {

    private Remembered() {}

    /// The open deployment with one definition more that it replaces, if there was one.
    static Open replaced(
            Open deployment,
            PVector<DeploymentState.Planned> actions,
            Optional<Definition> before) {
        var kept = deployment.before();
        if (before.isPresent()) kept = kept.plus(before.get().app(), before.get());
        return new Open(
                deployment.id(),
                deployment.version(),
                deployment.admission(),
                deployment.steps(),
                actions,
                kept,
                deployment.undoes(),
                deployment.at());
    }
}
