package io.dromos.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.events.TaskId;
import io.dromos.events.state.CatalogState.Definition;
import io.dromos.feed.View;
import io.dromos.json.ApplicationWriter;
import io.dromos.json.FieldChanges;
import io.dromos.json.Fragments;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is different between two moments: definitions field by field, and which tasks there are.
final class Differences {

    /// How many tasks are named of each application, of those that came and of those that went.
    static final int TASKS_MAX = 1_000;

    private final Past.Moment from;
    private final Past.Moment to;

    Differences(Past.Moment from, Past.Moment to) {
        this.from = from;
        this.to = to;
    }

    /// Whether there was an application or a group of this path.
    static boolean has(Past.Moment moment, GroupId path) {
        var state = moment.view().catalog().state();
        return path.isRoot()
                || state.groups().containsKey(path)
                || state.apps().containsKey(new AppId(path.path()))
                || moment.view().applications().containsKey(new AppId(path.path()));
    }

    /// `{"from":…,"to":…,"groups":[…],"apps":[…]}` of this application, or this group and all that
    /// is in it; what is the same is left out.
    byte[] of(GroupId path) {
        return Fragments.object(out -> {
            from.write(out, "from");
            to.write(out, "to");
            groups(out, path);
            out.writeArrayFieldStart("apps");
            for (var app : apps(path)) app(out, app);
            out.writeEndArray();
        });
    }

    private void groups(JsonGenerator out, GroupId path) throws IOException {
        var before = from.view().catalog().state().groups();
        var after = to.view().catalog().state().groups();
        var all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        out.writeArrayFieldStart("groups");
        for (var group : all) {
            if (!group.equals(path) && !path.holds(group)) continue;
            var old = before.get(group);
            var now = after.get(group);
            if (Objects.equals(old, now)) continue;
            out.writeStartObject();
            out.writeStringField("id", group.path());
            out.writeStringField("change", word(old == null, now == null));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private SortedSet<AppId> apps(GroupId path) {
        var all = new TreeSet<AppId>();
        for (var moment : new Past.Moment[] {from, to}) {
            all.addAll(moment.view().catalog().state().apps().keySet());
            all.addAll(moment.view().applications().keySet());
        }
        all.removeIf(app -> !app.path().equals(path.path()) && !path.holds(app));
        return all;
    }

    private void app(JsonGenerator out, AppId app) throws IOException {
        var before = from.view().definition(app);
        var after = to.view().definition(app);
        var old = tasks(from.view(), app);
        var now = tasks(to.view(), app);
        boolean same = before.map(Definition::spec).equals(after.map(Definition::spec));
        if (same && old.keySet().equals(now.keySet())) return;
        out.writeStartObject();
        out.writeStringField("id", app.path());
        out.writeStringField("change", same ? "same" : word(before.isEmpty(), after.isEmpty()));
        out.writeObjectFieldStart("version");
        version(out, "before", before);
        version(out, "after", after);
        out.writeEndObject();
        FieldChanges.write(out, "fields", document(before), document(after));
        out.writeObjectFieldStart("tasks");
        out.writeNumberField("before", old.size());
        out.writeNumberField("after", now.size());
        named(out, "ended", old, now);
        named(out, "started", now, old);
        out.writeEndObject();
        out.writeEndObject();
    }

    private static String word(boolean isNew, boolean isGone) {
        if (isNew) return "created";
        return isGone ? "removed" : "changed";
    }

    private static void version(JsonGenerator out, String name, Optional<Definition> of)
            throws IOException {
        if (of.isPresent()) out.writeStringField(name, of.get().version().toString());
    }

    /// A version says when, not what: the two need not have the same.
    private static Optional<byte[]> document(Optional<Definition> of) {
        return of.map(it ->
                ApplicationWriter.definition(it.app(), it.spec(), it.version(), Optional.empty()));
    }

    private static SortedMap<TaskId, String> tasks(View view, AppId app) {
        var tasks = new TreeMap<TaskId, String>();
        view.application(app)
                .ifPresent(state -> {
                    for (var instance : state.instances().all().values())
                        instance.task()
                                .ifPresent(task -> tasks.put(task.id(), task.placement().host()));
                });
        return tasks;
    }

    private static void named(
            JsonGenerator out, String name, Map<TaskId, String> these, Map<TaskId, String> others)
            throws IOException {
        int left = TASKS_MAX;
        out.writeArrayFieldStart(name);
        for (var task : these.entrySet()) {
            if (others.containsKey(task.getKey()) || left-- <= 0) continue;
            out.writeStartObject();
            out.writeStringField("id", task.getKey().value());
            out.writeStringField("host", task.getValue());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
