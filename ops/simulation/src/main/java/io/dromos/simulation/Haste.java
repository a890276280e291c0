package io.dromos.simulation;

import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance.Kind;
import java.util.List;
import java.util.Optional;

/// Ends at once whoever is told to go, in runs that break this on purpose.
final class Haste {

    private Haste() {}

    static void endNow(ApplicationState state, Cluster cluster) {
        for (var kind : List.of(Kind.LEAVING, Kind.RESTARTING))
            for (var instance : state.instances().pick(kind, _ -> true, 10, false))
                for (var run : instance.task().stream().toList()) {
                    var agent = Optional.of(run.placement().agent());
                    var kill = new SchedulerInput.KillWanted(run.id(), agent, Optional.empty());
                    cluster.scheduler(scheduler -> scheduler.told(kill));
                }
    }
}
