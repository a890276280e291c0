package io.dromos.domain.catalog;

import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.events.facts.Action;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.state.CatalogState.Definition;
import io.dromos.events.state.DeploymentState.Planned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The steps from the definitions in force to those wanted: one step for all that stop, one in
/// which new applications start with no instances, then a step for each layer of dependencies that
/// has something to do.
sealed interface Plan {

    /// Applications that wait for each other.
    record Cyclic(List<AppId> apps) implements Plan {}

    /// A plan.
    ///
    /// @param steps how many steps there are
    /// @param actions one for each application that changes, by step
    record Steps(int steps, List<Step> actions) implements Plan {

        /// The actions as clients see them, with the start of each new application.
        List<Planned> shown() {
            int startsIn = actions.stream().anyMatch(step -> step.action() == Action.STOP) ? 1 : 0;
            var shown = new ArrayList<Planned>();
            for (var step : actions) {
                if (step.isNew()) shown.add(new Planned(startsIn, step.app(), Action.START));
                shown.add(new Planned(step.step(), step.app(), step.action()));
            }
            return shown;
        }
    }

    /// An application's place in the plan.
    record Step(AppId app, int step, Action action, boolean isNew) {}

    /// Plans the way from what is in force to what is wanted.
    static Plan of(Map<AppId, Definition> apps, Edits.Edited wanted) {
        var actions = new HashMap<AppId, Action>();
        var created = new HashSet<AppId>();
        for (var app : wanted.touched()) {
            var before = Optional.ofNullable(apps.get(app)).map(Definition::spec);
            var after = Optional.ofNullable(wanted.specs().get(app));
            if (before.isEmpty() && after.isPresent()) created.add(app);
            action(before, after, wanted.restarted().contains(app))
                    .ifPresent(action -> actions.put(app, action));
        }
        var coming = new Coming(apps, wanted);
        var roots = new HashSet<>(actions.keySet());
        var regrouped = wanted.groups().changed().keySet();
        if (!regrouped.isEmpty())
            for (var app : coming.ids())
                if (GroupId.of(app).line().stream().anyMatch(regrouped::contains)) roots.add(app);
        return switch (Layers.of(coming, roots, wanted.groups())) {
            case Layers.Cycle cycle -> new Cyclic(cycle.apps());
            case Layers.Depths depths -> number(wanted.touched(), actions, created, depths);
        };
    }

    private static Optional<Action> action(
            Optional<ApplicationSpec> before, Optional<ApplicationSpec> after, boolean restarted) {
        if (after.isEmpty()) return before.map(_ -> Action.STOP);
        if (before.isEmpty()) return Optional.of(Action.SCALE);
        if (!restarted && before.equals(after)) return Optional.empty();
        boolean scales =
                after.get().instances() == 0
                        || (!restarted && before.get().differsOnlyInInstances(after.get()));
        return Optional.of(scales ? Action.SCALE : Action.RESTART);
    }

    private static Plan number(
            List<AppId> touched,
            Map<AppId, Action> actions,
            Set<AppId> created,
            Layers.Depths layers) {
        int step = 0;
        var steps = new ArrayList<Step>();
        for (var app : touched)
            if (actions.get(app) == Action.STOP) steps.add(new Step(app, step, Action.STOP, false));
        if (!steps.isEmpty()) step++;
        if (!created.isEmpty()) step++;
        for (int layer = 0; layer <= layers.deepest(); layer++) {
            int before = steps.size();
            for (var app : touched) {
                var action = actions.get(app);
                if (action == null || action == Action.STOP || layers.of(app) != layer) continue;
                steps.add(new Step(app, step, action, created.contains(app)));
            }
            if (steps.size() > before) step++;
        }
        return new Steps(step, List.copyOf(steps));
    }
}
