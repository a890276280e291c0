package io.dromos.domain.front;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.Target;
import io.dromos.events.state.CatalogState;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the catalog says of a deployment. It alone decides when one ends (protocols 1.7), so a
/// deployment asks it again and again, however much was lost on the way.
public sealed interface Standing {

    /// It is open.
    ///
    /// @param targets where its applications are to go, if that was asked for; those that a later
    ///   change took over are left out
    record Open(Optional<SortedMap<AppId, Target>> targets) implements Standing {}

    /// It ended so.
    record Closed(Outcome outcome) implements Standing {}

    /// The catalog does not know it: it ended so long ago that nobody remembers how, or another
    /// catalog has admitted it, unknown to this one. Whoever hears this has it decided
    /// ([io.dromos.domain.catalog.CatalogCommand.Recall]).
    record Forgotten() implements Standing {}

    /// The catalog is starting.
    record NotReady() implements Standing {}

    /// What the catalog in this state says, if it has one.
    ///
    /// @param targets whether they are asked for
    static Standing of(Optional<CatalogState> catalog, DeploymentId deployment, boolean targets) {
        if (catalog.isEmpty()) return new NotReady();
        var state = catalog.get();
        var open = state.open().get(deployment);
        if (open != null)
            return new Open(targets ? Optional.of(targets(state, open)) : Optional.empty());
        return state.outcome(deployment)
                .<Standing>map(outcome -> new Closed(outcome))
                .orElseGet(() -> new Forgotten());
    }

    private static SortedMap<AppId, Target> targets(CatalogState state, CatalogState.Open open) {
        var targets = new TreeMap<AppId, Target>();
        for (var planned : open.actions()) {
            if (planned.action() == Action.STOP) {
                targets.put(planned.app(), new Target.Remove(open.version()));
                continue;
            }
            var definition = state.apps().get(planned.app());
            if (definition != null && definition.admission() == open.admission())
                targets.put(planned.app(), definition.target());
        }
        return Collections.unmodifiableSortedMap(targets);
    }
}
