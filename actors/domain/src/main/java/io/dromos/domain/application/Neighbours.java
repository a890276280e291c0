package io.dromos.domain.application;

import io.dromos.domain.scheduling.Tally;
import io.dromos.domain.scheduling.Want;
import io.dromos.events.facts.ApplicationFact.Placement;
import io.dromos.events.facts.Target;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.util.List;

/// The instances that constraints look at when another one is placed.
public final class Neighbours {

    private Neighbours() {}

    /// Where instances of the present configuration are: only constraints ask, so that an
    /// application without any is not walked through.
    public static Tally tally(ApplicationState state, Target.Run run) {
        var constraints = run.spec().constraints();
        if (constraints.isEmpty()) return Tally.EMPTY;
        var config = run.info().lastConfigChangeAt();
        List<Placement> placements =
                state.instances().all().values().stream()
                        .filter(instance ->
                                instance.config().equals(config)
                                        && !instance.decommissioned()
                                        && instance.kind() != Kind.INACTIVE)
                        .flatMap(instance -> instance.task().stream())
                        .map(Instance.Task::placement)
                        .toList();
        return Tally.of(constraints, placements);
    }

    /// Whether places that were chosen for this want suit what is wanted now: nobody has come or
    /// gone whom constraints count, and the definition by which they do is the same.
    static boolean suit(Want chosen, ApplicationState state) {
        return state.run().stream()
                .allMatch(run ->
                        run.spec().constraints().isEmpty()
                                || (chosen.version().equals(run.version())
                                        && chosen.counted().equals(tally(state, run))));
    }
}
