package io.dromos.domain.catalog;

import io.dromos.events.AppId;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.state.CatalogState.Definition;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The definitions that will be in force once edits are admitted. Most changes touch few
/// applications and ask for few: only who needs the names of all has them put in order.
final class Coming {

    private final Map<AppId, Definition> apps;
    private final Map<AppId, ApplicationSpec> edited;
    private final Set<AppId> touched;
    private Optional<NavigableSet<AppId>> ids = Optional.empty();

    /// @param apps what is in force
    Coming(Map<AppId, Definition> apps, Edits.Edited wanted) {
        this.apps = apps;
        this.edited = wanted.specs();
        this.touched = Set.copyOf(wanted.touched());
    }

    /// The definition that will be in force, unless there will be none.
    Optional<ApplicationSpec> spec(AppId app) {
        return touched.contains(app)
                ? Optional.ofNullable(edited.get(app))
                : Optional.ofNullable(apps.get(app)).map(Definition::spec);
    }

    /// All that will be there, by path.
    NavigableSet<AppId> ids() {
        if (ids.isEmpty()) {
            var all = new TreeSet<>(apps.keySet());
            all.removeAll(touched);
            all.addAll(edited.keySet());
            ids = Optional.of(all);
        }
        return ids.get();
    }
}
