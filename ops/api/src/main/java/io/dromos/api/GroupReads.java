package io.dromos.api;

import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.CatalogState.Past;
import io.dromos.events.state.Tree;
import io.dromos.feed.View;
import io.dromos.json.ApplicationWriter;
import io.dromos.json.GroupWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// Answers what groups there are.
final class GroupReads {

    private final ReadModel reads;
    private final AppPages pages;
    private final InstantSource clock;

    /// @param pages shared with all that show applications
    GroupReads(ReadModel reads, AppPages pages, InstantSource clock) {
        this.reads = reads;
        this.pages = pages;
        this.clock = clock;
    }

    /// A group with what is in it, or with the parts that are asked for.
    Reply single(Call call, GroupId group) {
        var view = reads.now();
        var state = view.catalog().state();
        if (!exists(state, group)) return missing(group);
        var asked = call.query("embed");
        var embeds = Embed.parse(asked);
        boolean apps = asked.isEmpty() || asked.contains("group.apps");
        boolean inner = asked.isEmpty() || asked.contains("group.groups");
        Map<GroupId, List<byte[]>> documents = Map.of();
        if (apps) {
            var now = clock.instant();
            documents =
                    byGroup(
                            group,
                            state.apps(),
                            (_, definition) -> pages.inGroup(view, definition, embeds, now));
        }
        return Reply.ok(
                GroupWriter.group(
                        group,
                        state.lastVersion(),
                        new TreeMap<>(state.groups()),
                        documents,
                        inner));
    }

    /// The definitions of all applications in a group, however deep; none if there is no group.
    Reply apps(GroupId group) {
        var documents = new ArrayList<byte[]>();
        for (var definition : reads.now().catalog().state().apps().values())
            if (group.holds(definition.app()))
                documents.add(document(definition.app(), definition.present()));
        return Reply.ok(GroupWriter.list(documents));
    }

    Reply versions(GroupId group) {
        var state = reads.now().catalog().state();
        if (!exists(state, group)) return missing(group);
        return Reply.ok(GroupWriter.versions(Tree.versions(state, group)));
    }

    /// A group as it was after an earlier change.
    Reply version(GroupId group, String text) {
        return AppReads.versioned(
                text,
                version ->
                        Tree.of(reads.now().catalog().state(), version)
                                .filter(tree -> group.isRoot() || tree.groups().containsKey(group))
                                .map(tree -> Reply.ok(written(group, tree)))
                                .orElseGet(() ->
                                        Reply.missing(
                                                "Group '%s' does not exist in version %s"
                                                        .formatted(group, version))));
    }

    private static byte[] written(GroupId group, Tree tree) {
        var documents = byGroup(group, tree.apps(), GroupReads::document);
        return GroupWriter.group(group, tree.version(), tree.groups(), documents, true);
    }

    /// Whether there is such a group; the root is always there.
    static boolean exists(View view, GroupId group) {
        return exists(view.catalog().state(), group);
    }

    private static boolean exists(CatalogState state, GroupId group) {
        return group.isRoot() || state.groups().containsKey(group);
    }

    private static <T> Map<GroupId, List<byte[]>> byGroup(
            GroupId group, Map<AppId, T> apps, BiFunction<AppId, T, byte[]> document) {
        var found = new HashMap<GroupId, List<byte[]>>();
        apps.forEach((app, it) -> {
            if (group.holds(app))
                found.computeIfAbsent(GroupId.of(app), _ -> new ArrayList<>())
                        .add(document.apply(app, it));
        });
        return found;
    }

    private static byte[] document(AppId app, Past past) {
        return ApplicationWriter.definition(
                app, past.spec(), past.version(), Optional.of(past.info()));
    }

    /// What lookups of an unknown group answer.
    static Reply missing(GroupId group) {
        return Reply.missing(RefusalReplies.missing(group));
    }
}
