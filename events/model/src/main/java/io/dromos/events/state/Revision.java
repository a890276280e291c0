package io.dromos.events.state;

import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.events.Version;
import io.dromos.events.state.CatalogState.Past;
import java.util.Optional;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/// What a change replaced, so that the tree of groups before it can be made again.
///
/// @param version of the change
/// @param apps definitions it changed, as they were before; absent for those it created
/// @param groups groups it changed, as they were before; absent for those it created
public record Revision(
        Version version, PMap<AppId, Optional<Past>> apps, PMap<GroupId, Optional<Group>> groups) {

    /// A change that has replaced nothing yet.
    static Revision of(Version version) {
        return new Revision(version, TreePMap.empty(), TreePMap.empty());
    }

    Revision replacing(AppId app, Optional<Past> before) {
        return new Revision(version, apps.plus(app, before), groups);
    }

    /// A change may name a group twice; what was before the first time counts.
    Revision regrouping(GroupId group, Optional<Group> before) {
        return groups.containsKey(group)
                ? this
                : new Revision(version, apps, groups.plus(group, before));
    }

    /// How many entries it holds.
    int size() {
        return 1 + apps.size() + groups.size();
    }
}
