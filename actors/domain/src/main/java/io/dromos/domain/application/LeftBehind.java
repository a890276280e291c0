package io.dromos.domain.application;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.facts.Target;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.Rollout;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Applications that no open deployment looks after, though they are not what is wanted: theirs was
/// cancelled or superseded, perhaps before they had heard of it (protocols 1.8).
public final class LeftBehind {

    private LeftBehind() {}

    /// What each of them is to be told, in order; told again, it changes nothing.
    ///
    /// What is left behind gets the number of instances that is wanted, and exchanges none. What is
    /// not wanted any more goes.
    ///
    /// @param applications those that live or leave
    public static Map<AppId, List<ApplicationCommand>> orders(
            CatalogState catalog, Collection<ApplicationState> applications) {
        var states = new HashMap<AppId, ApplicationState>();
        for (var state : applications) states.put(state.app(), state);
        var apps = new TreeSet<>(catalog.apps().keySet());
        apps.addAll(states.keySet());
        var orders = new TreeMap<AppId, List<ApplicationCommand>>();
        for (var app : apps) {
            if (catalog.locks().containsKey(app)) continue;
            var state = Optional.ofNullable(states.get(app));
            var rollout = state.map(ApplicationState::rollout).orElse(Rollout.NONE);
            var some = orders(catalog, app, rollout);
            if (!some.isEmpty()) orders.put(app, some);
        }
        return orders;
    }

    private static List<ApplicationCommand> orders(
            CatalogState catalog, AppId app, Rollout rollout) {
        var definition = catalog.apps().get(app);
        if (definition == null) return goes(catalog, rollout);
        if (rollout.admission() < definition.admission()) {
            var run = definition.target();
            var deployment = deployment(catalog, definition.admission());
            return List.of(
                    new ApplicationCommand.Adopt(definition.admission(), deployment, run),
                    new ApplicationCommand.Leave(deployment));
        }
        boolean done = rollout.isReleased() && !rollout.rolling();
        return rollout.deployment()
                .filter(deployment -> !done && !catalog.open().containsKey(deployment))
                .<List<ApplicationCommand>>map(
                        deployment -> List.of(new ApplicationCommand.Leave(deployment)))
                .orElse(List.of());
    }

    private static List<ApplicationCommand> goes(CatalogState catalog, Rollout rollout) {
        boolean going = rollout.run().isEmpty() && rollout.rolling();
        if (rollout.removed() || rollout.target().isEmpty() || going) return List.of();
        var deployment = deployment(catalog, catalog.sequence());
        var remove = new Target.Remove(catalog.lastVersion());
        return List.of(
                new ApplicationCommand.Adopt(catalog.sequence(), deployment, remove),
                new ApplicationCommand.Release(catalog.sequence(), deployment, 0));
    }

    /// The deployment of an admission; if it is long forgotten, a name that none has.
    private static DeploymentId deployment(CatalogState catalog, long admission) {
        return catalog.recent().values().stream()
                .filter(change -> change.admission() == admission)
                .map(CatalogState.Admitted::deployment)
                .findFirst()
                .orElseGet(() -> new DeploymentId("left-behind-" + admission));
    }
}
