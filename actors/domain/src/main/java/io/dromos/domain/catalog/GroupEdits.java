package io.dromos.domain.catalog;

import io.dromos.domain.Limits;
import io.dromos.domain.Policy;
import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.events.Version;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.Group;
import io.dromos.events.state.Tree;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/// Turns edits of groups into edits of what is in them.
final class GroupEdits {

    private final CatalogState state;
    private final Edits edits;
    private final Policy policy;

    /// The groups after the edits so far, without the root; made when the first edit needs it.
    private Optional<NavigableMap<GroupId, Group>> groups = Optional.empty();

    /// A group that was there and of which a document says otherwise whether it enforces its role.
    private Optional<GroupId> reenforced = Optional.empty();

    GroupEdits(CatalogState state, Edits edits, Policy policy) {
        this.state = state;
        this.edits = edits;
        this.policy = policy;
    }

    Optional<Refusal> put(Edit.PutGroup put) {
        var id = put.group().id();
        if (!put.mayExist()) {
            if (exists(id)) return Optional.of(new Refusal.GroupExists(id));
            if (!id.isRoot() && edits.current(new AppId(id.path())).isPresent())
                return Optional.of(new Refusal.ApplicationAtPath(id));
        }
        return put(put.group());
    }

    private Optional<Refusal> put(GroupPatch patch) {
        if (!patch.id().isRoot()) {
            for (var above : patch.id().line()) groups().putIfAbsent(above, fresh(above));
            groups().compute(patch.id(), (_, known) -> said(patch, known));
            var before = Optional.ofNullable(state.groups().get(patch.id()));
            if (before.filter(it -> it.enforceRole() != enforces(patch.id())).isPresent())
                reenforced = Optional.of(patch.id());
        }
        var refusal = patch.apps().flatMap(apps -> putApps(patch.id(), apps));
        if (refusal.isPresent()) return refusal;
        return patch.groups().flatMap(inner -> putGroups(patch.id(), inner));
    }

    private static Group said(GroupPatch patch, Group known) {
        return new Group(
                patch.dependencies().orElse(known.dependencies()),
                patch.enforceRole().orElse(known.enforceRole()));
    }

    /// Whether an application runs in the role of the group it lies in, and in no other.
    boolean enforces(AppId app) {
        var line = GroupId.of(app).line();
        return !line.isEmpty() && enforces(line.getLast());
    }

    private boolean enforces(GroupId group) {
        var known = groups.isPresent() ? groups.get().get(group) : state.groups().get(group);
        return (known == null ? fresh(group) : known).enforceRole();
    }

    /// A new application brings its groups about; of one nothing has to be said if it is plain.
    void begin(AppId app) {
        for (var group : GroupId.of(app).line())
            if (!exists(group) && !fresh(group).equals(Group.PLAIN))
                groups().put(group, fresh(group));
    }

    private Group fresh(GroupId group) {
        return group.isTopLevel() && policy.newGroupsEnforce()
                ? new Group(List.of(), true)
                : Group.PLAIN;
    }

    private Optional<Refusal> putApps(GroupId group, List<GroupPatch.Described> apps) {
        var kept = new HashSet<AppId>();
        for (var described : apps) kept.add(described.app());
        for (var app : edits.in(group))
            if (GroupId.of(app).equals(group) && !kept.contains(app)) edits.remove(app);
        for (var described : apps) {
            var app = described.app();
            var refusal = edits.create(app, described.patch());
            if (refusal.isPresent()) return refusal;
        }
        return Optional.empty();
    }

    private Optional<Refusal> putGroups(GroupId group, List<GroupPatch> inner) {
        var kept = new HashSet<GroupId>();
        for (var patch : inner) kept.addAll(patch.id().line());
        for (var child : List.copyOf(groups().keySet()))
            if (child.parent().equals(Optional.of(group)) && !kept.contains(child)) drop(child);
        for (var patch : inner) {
            var refusal = put(patch);
            if (refusal.isPresent()) return refusal;
        }
        return Optional.empty();
    }

    Optional<Refusal> remove(GroupId group) {
        if (!exists(group)) return unknown(group);
        drop(group);
        return Optional.empty();
    }

    private void drop(GroupId group) {
        edits.in(group).forEach(edits::remove);
        groups().keySet().removeIf(other -> other.equals(group) || group.holds(other));
    }

    Optional<Refusal> scale(Edit.ScaleGroup scale) {
        if (!exists(scale.group())) return unknown(scale.group());
        for (var app : edits.in(scale.group())) {
            int instances = edits.current(app).orElseThrow().instances();
            // Beyond the range of whole numbers it is too many, whatever the limit.
            var refusal = edits.scale(app, (int) Math.ceil(instances * scale.factor()));
            if (refusal.isPresent()) return refusal;
        }
        return Optional.empty();
    }

    Optional<Refusal> revert(Edit.RevertGroup revert) {
        var group = revert.group();
        var past = Tree.of(state, revert.version());
        if (past.filter(tree -> group.isRoot() || tree.groups().containsKey(group)).isEmpty())
            return Optional.of(new Refusal.UnknownGroupVersion(group, revert.version()));
        return restore(
                group,
                past.get(),
                (app, spec) -> {
                    edits.restore(app, Optional.of(spec));
                    return Optional.empty();
                });
    }

    Optional<Refusal> restore(GroupId group, Tree tree) {
        boolean whole = group.isRoot() || group.isTopLevel();
        return restore(group, tree, (app, spec) -> edits.bringBack(app, spec, whole));
    }

    private Optional<Refusal> restore(
            GroupId group,
            Tree tree,
            BiFunction<AppId, ApplicationSpec, Optional<Refusal>> bringBack) {
        drop(group);
        for (var above : group.line()) groups().putIfAbsent(above, fresh(above));
        tree.groups()
                .forEach((other, said) -> {
                    if (other.equals(group) || group.holds(other)) groups().put(other, said);
                });
        for (var app : tree.apps().entrySet()) {
            if (!group.holds(app.getKey())) continue;
            var refusal = bringBack.apply(app.getKey(), app.getValue().spec());
            if (refusal.isPresent()) return refusal;
        }
        return Optional.empty();
    }

    /// Brings the groups back that the change of this version replaced, and removes those it made,
    /// if nothing else has come to be in them.
    void rollBack(Version version) {
        for (var revision : state.revisions()) {
            if (!revision.version().equals(version)) continue;
            // From the inside out: a group that is empty once those in it are gone goes, too.
            new TreeMap<>(revision.groups())
                    .descendingMap()
                    .forEach((group, before) -> {
                        if (before.isPresent()) groups().put(group, before.get());
                        else if (isEmpty(group)) groups().remove(group);
                    });
        }
    }

    /// Lets empty groups go whose path an application has.
    ///
    /// @return a path that an application shares with a group that is not empty
    Optional<Refusal> giveWay(Collection<AppId> created) {
        var shared = new TreeSet<GroupId>();
        for (var app : created) {
            shared.addAll(GroupId.of(app).line());
            shared.add(new GroupId(app.path()));
        }
        groups.ifPresent(all -> {
            for (var group : all.keySet())
                if (!state.groups().containsKey(group)) shared.add(group);
        });
        for (var group : shared) {
            if (edits.current(new AppId(group.path())).isEmpty()) continue;
            if (!edits.in(group).isEmpty()) return Optional.of(new Refusal.SharedPath(group));
            if (exists(group)) drop(group);
        }
        return Optional.empty();
    }

    /// Whether a new application or group lies too deep, or there would be too many groups.
    Optional<Refusal> beyond(Collection<AppId> created, Limits limits) {
        var fresh = new TreeSet<GroupId>();
        int deepest = 0;
        for (var app : created) {
            deepest = Math.max(deepest, depth(app.path()));
            if (deepest <= limits.depthMax()) fresh.addAll(GroupId.of(app).line());
        }
        groups.ifPresent(all -> fresh.addAll(all.keySet()));
        fresh.removeIf(state.groups()::containsKey);
        for (var group : fresh) deepest = Math.max(deepest, depth(group.path()));
        if (deepest > limits.depthMax())
            return Optional.of(new Refusal.TooDeep(deepest, limits.depthMax()));
        int kept = groups.map(this::kept).orElse(state.groups().size());
        if (fresh.isEmpty() || kept + fresh.size() <= limits.groupsMax()) return Optional.empty();
        return Optional.of(new Refusal.TooManyGroups(kept + fresh.size(), limits.groupsMax()));
    }

    private int kept(NavigableMap<GroupId, Group> all) {
        return (int) state.groups().keySet().stream().filter(all::containsKey).count();
    }

    private static int depth(String path) {
        return (int) path.chars().filter(it -> it == '/').count();
    }

    /// What becomes of the groups after all edits.
    Regrouped regrouped() {
        if (groups.isEmpty()) return Regrouped.unchanged(state.groups());
        var changed = new TreeMap<GroupId, Optional<Group>>();
        groups().forEach((group, said) -> {
            if (!said.equals(state.groups().get(group))) changed.put(group, Optional.of(said));
        });
        for (var group : state.groups().keySet())
            if (!groups().containsKey(group) && edits.in(group).isEmpty())
                changed.put(group, Optional.empty());
        return new Regrouped(changed, groups(), reenforced);
    }

    private boolean exists(GroupId group) {
        if (group.isRoot()) return true;
        return groups.map(it -> it.containsKey(group))
                .orElseGet(() -> state.groups().containsKey(group));
    }

    private boolean isEmpty(GroupId group) {
        return edits.in(group).isEmpty() && groups().keySet().stream().noneMatch(group::holds);
    }

    private NavigableMap<GroupId, Group> groups() {
        if (groups.isEmpty()) groups = Optional.of(new TreeMap<>(state.groups()));
        return groups.get();
    }

    private static Optional<Refusal> unknown(GroupId group) {
        return Optional.of(new Refusal.UnknownGroup(group));
    }
}
