package io.dromos.events.state;

import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.events.Version;
import io.dromos.events.state.CatalogState.Past;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// All groups and definitions as they were after one change.
///
/// @param version of the change
/// @param apps definitions in force, by path
/// @param groups without the root, by path
public record Tree(Version version, SortedMap<AppId, Past> apps, SortedMap<GroupId, Group> groups) {

    /// The tree of this moment.
    public static Tree of(CatalogState state) {
        var apps = new TreeMap<AppId, Past>();
        state.apps().forEach((app, definition) -> apps.put(app, definition.present()));
        return new Tree(state.lastVersion(), apps, new TreeMap<>(state.groups()));
    }

    /// The tree after the change of this version, if that is at hand.
    public static Optional<Tree> of(CatalogState state, Version version) {
        if (versions(state).noneMatch(version::equals)) return Optional.empty();
        var present = of(state);
        var tree = new Tree(version, present.apps, present.groups);
        var newest = Comparator.comparing(Revision::version).reversed();
        state.revisions().stream()
                .filter(revision -> revision.version().compareTo(version) > 0)
                .sorted(newest)
                .forEach(tree::undo);
        return Optional.of(tree);
    }

    /// The versions whose trees are at hand, oldest first.
    public static Stream<Version> versions(CatalogState state) {
        return state.revisions().stream().map(Revision::version);
    }

    /// The versions at hand that changed this group or something in it, the newest first; if none
    /// is, the present one alone. The first one is how the group is now.
    public static List<Version> versions(CatalogState state, GroupId group) {
        var changes =
                state.revisions().stream()
                        .filter(revision -> touches(revision, group))
                        .map(Revision::version)
                        .distinct()
                        .sorted(Comparator.reverseOrder())
                        .toList();
        return changes.isEmpty() ? List.of(state.lastVersion()) : changes;
    }

    private static boolean touches(Revision revision, GroupId group) {
        return group.isRoot()
                || revision.apps().keySet().stream().anyMatch(group::holds)
                || revision.groups().keySet().stream()
                        .anyMatch(other -> other.equals(group) || group.holds(other));
    }

    private void undo(Revision revision) {
        revision.apps()
                .forEach((app, before) ->
                        before.ifPresentOrElse(
                                past -> apps.put(app, past), () -> apps.remove(app)));
        revision.groups()
                .forEach((group, before) ->
                        before.ifPresentOrElse(
                                past -> groups.put(group, past), () -> groups.remove(group)));
    }
}
