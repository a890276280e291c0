package io.dromos.domain.catalog;

import io.dromos.domain.definition.PathIds;
import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// How deep applications stand on others: one that depends on nothing is at depth 0.
sealed interface Layers {

    /// These wait for each other.
    record Cycle(List<AppId> apps) implements Layers {}

    /// Depths by application.
    record Depths(Map<AppId, Integer> depths) implements Layers {

        int of(AppId app) {
            return depths.getOrDefault(app, 0);
        }

        int deepest() {
            return depths.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        }
    }

    /// Measures these applications and all they depend on, without recursion: a chain may be long.
    ///
    /// @param coming the definitions
    /// @param roots where to start; those without a definition are left out
    /// @param groups for what they wait for
    static Layers of(Coming coming, Set<AppId> roots, Regrouped groups) {
        var needs = needs(coming, roots, groups);
        var neededBy = new HashMap<AppId, List<AppId>>();
        var open = new HashMap<AppId, Integer>();
        var ready = new ArrayDeque<AppId>();
        needs.forEach((app, others) -> {
            open.put(app, others.size());
            if (others.isEmpty()) ready.add(app);
            for (var other : others)
                neededBy.computeIfAbsent(other, _ -> new ArrayList<>()).add(app);
        });
        var depths = new HashMap<AppId, Integer>();
        while (!ready.isEmpty()) {
            var app = ready.remove();
            int depth = depths.merge(app, 0, Math::max);
            for (var next : neededBy.getOrDefault(app, List.of())) {
                depths.merge(next, depth + 1, Math::max);
                if (open.merge(next, -1, Integer::sum) == 0) ready.add(next);
            }
        }
        var waiting = new TreeSet<AppId>();
        open.forEach((app, count) -> {
            if (count > 0) waiting.add(app);
        });
        return waiting.isEmpty() ? new Depths(Map.copyOf(depths)) : new Cycle(List.copyOf(waiting));
    }

    private static Map<AppId, Set<AppId>> needs(Coming coming, Set<AppId> roots, Regrouped groups) {
        var needs = new HashMap<AppId, Set<AppId>>();
        var next = new ArrayDeque<AppId>(roots);
        while (!next.isEmpty()) {
            var app = next.remove();
            var spec = coming.spec(app);
            if (spec.isEmpty() || needs.containsKey(app)) continue;
            var others = new TreeSet<AppId>();
            for (var path : spec.get().dependencies()) others.addAll(named(coming, path));
            for (var path : groups.dependencies(app)) others.addAll(named(coming, path));
            others.remove(app);
            needs.put(app, others);
            next.addAll(others);
        }
        return needs;
    }

    /// The applications a dependency names: itself, or all of a group.
    private static Collection<AppId> named(Coming coming, String path) {
        if (path.equals("/")) return coming.ids();
        // A group's dependencies are taken as they are written, and name nothing then.
        if (!PathIds.isValid(path)) return List.of();
        var named = new ArrayList<AppId>();
        var app = new AppId(path);
        if (coming.spec(app).isPresent()) named.add(app);
        named.addAll(new GroupId(path).in(coming.ids()));
        return named;
    }
}
