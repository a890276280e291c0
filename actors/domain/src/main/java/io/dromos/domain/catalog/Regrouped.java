package io.dromos.domain.catalog;

import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.events.state.Group;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What becomes of the groups.
///
/// @param changed groups that are new or of which something else is said; absent for those to go
/// @param wanted the groups there will be, without those that only applications bring about
/// @param reenforced a group that was there and of which a document now says otherwise whether it
///   enforces its role
record Regrouped(
        SortedMap<GroupId, Optional<Group>> changed,
        Map<GroupId, Group> wanted,
        Optional<GroupId> reenforced) {

    /// Nothing becomes of them.
    static Regrouped unchanged(Map<GroupId, Group> groups) {
        return new Regrouped(new TreeMap<>(), groups, Optional.empty());
    }

    /// What an application waits for because the groups that hold it do.
    Set<String> dependencies(AppId app) {
        var paths = new TreeSet<String>();
        for (var group : GroupId.of(app).line()) {
            var said = wanted.get(group);
            if (said != null) paths.addAll(said.dependencies());
        }
        return paths;
    }
}
