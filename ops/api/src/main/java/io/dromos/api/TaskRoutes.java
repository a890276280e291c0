package io.dromos.api;

import io.dromos.domain.catalog.Edit;
import io.dromos.events.AppId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.state.CatalogState.Definition;
import io.dromos.events.state.Instance;
import io.dromos.feed.View;
import io.dromos.json.ApplicationReader;
import io.dromos.json.TaskWriter;
import io.dromos.json.TaskWriter.Owner;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Lists and kills tasks.
final class TaskRoutes {

    /// The oldest form of a task id, which no task has any more.
    private static final Pattern OLDEST = Pattern.compile(".+\\.[^_.]+");

    private final Changes changes;
    private final ReadModel reads;

    TaskRoutes(Changes changes, ReadModel reads) {
        this.changes = changes;
        this.reads = reads;
    }

    /// `/v2/tasks` and what is below.
    CompletionStage<Reply> all(Call call, List<String> rest) {
        if (rest.isEmpty())
            return Routes.done(call.method().equals("GET") ? list(call) : Reply.wrongMethod());
        if (!rest.equals(List.of("delete"))) return Routes.done(Reply.unknownPath());
        if (!call.method().equals("POST")) return Routes.done(Reply.wrongMethod());
        if (call.flag("scale") && call.flag("wipe")) return Routes.done(both());
        return Bodies.read(call, ApplicationReader::taskIds, ids -> delete(call, ids));
    }

    private Reply list(Call call) {
        var view = reads.now();
        var states =
                states(
                        Stream.concat(
                                call.query("status").stream(), call.query("status[]").stream()));
        var owners = new ArrayList<Owner>();
        for (var entry : view.applications().entrySet()) {
            var owner = owner(view, entry.getKey());
            owners.add(states.isEmpty() ? owner : owner.only(in(owner, states)));
        }
        return Reply.ok(TaskWriter.list(owners, true));
    }

    private static Set<TaskState> states(Stream<String> names) {
        var states = EnumSet.noneOf(TaskState.class);
        names.map(name -> name.toLowerCase(Locale.ROOT))
                .forEach(name -> {
                    if (name.equals("running")) states.add(TaskState.RUNNING);
                    if (name.equals("staging"))
                        states.addAll(EnumSet.of(TaskState.STAGING, TaskState.STARTING));
                });
        return states;
    }

    private static List<Instance> in(Owner owner, Set<TaskState> states) {
        return owner.instances().stream()
                .filter(it -> it.task().filter(task -> states.contains(task.state())).isPresent())
                .toList();
    }

    /// `/v2/apps/{id}/tasks`, or those of all below a group.
    CompletionStage<Reply> ofApp(Call call, String id) {
        return switch (call.method()) {
            case "GET" -> Routes.done(listOf(id));
            case "DELETE" -> killAll(call, id);
            default -> Routes.done(Reply.wrongMethod());
        };
    }

    private Reply listOf(String id) {
        var view = reads.now();
        if (id.equals("/*") || id.endsWith("/*")) return listBelow(view, id);
        return AppReads.definition(view, id)
                .map(it -> Reply.ok(TaskWriter.list(List.of(owner(view, it.app())), false)))
                .orElseGet(() -> AppReads.unknown(id));
    }

    private Reply listBelow(View view, String wildcard) {
        var group = wildcard.equals("/*") ? "/" : wildcard.substring(0, wildcard.length() - 2);
        if (!AppReads.isGroup(view, group))
            return Reply.missing("Group '" + group + "' does not exist");
        var owners =
                view.catalog().state().apps().keySet().stream()
                        .filter(app -> AppReads.isBelow(app, group))
                        .map(app -> owner(view, app))
                        .toList();
        return Reply.ok(TaskWriter.list(owners, false));
    }

    private CompletionStage<Reply> killAll(Call call, String id) {
        if (call.flag("scale") && call.flag("wipe")) return Routes.done(both());
        var view = reads.now();
        var definition = AppReads.definition(view, id);
        var host = call.query("host").stream().findFirst().filter(it -> !it.equals("*"));
        Predicate<Instance> chosen = it -> it.task().filter(task -> isOn(task, host)).isPresent();
        var owner =
                definition.map(it -> owner(view, it.app())).map(it -> it.only(some(it, chosen)));
        boolean any = owner.filter(it -> !it.instances().isEmpty()).isPresent();
        if (call.flag("scale") && !any)
            return Routes.done(Reply.message(404, "Path '" + id + "' does not exist"));
        if (owner.isEmpty()) return Routes.done(AppReads.unknown(id));
        return kill(call, owner.get(), Reply.ok(TaskWriter.list(List.of(owner.get()), false)));
    }

    private static boolean isOn(Instance.Task task, Optional<String> host) {
        return host.isEmpty() || task.placement().host().equals(host.get());
    }

    private static List<Instance> some(Owner owner, Predicate<Instance> chosen) {
        return owner.instances().stream().filter(chosen).toList();
    }

    /// `/v2/apps/{id}/tasks/{taskId}`.
    CompletionStage<Reply> single(Call call, String id, String taskId) {
        if (!call.method().equals("DELETE")) return Routes.done(Reply.wrongMethod());
        if (call.flag("scale") && call.flag("wipe")) return Routes.done(both());
        var view = reads.now();
        var definition = AppReads.definition(view, id);
        if (definition.isEmpty()) return Routes.done(AppReads.unknown(id));
        var owner = owner(view, definition.get().app());
        var one = owner.only(some(owner, it -> isRun(it, taskId)));
        if (!one.instances().isEmpty()) return kill(call, one, Reply.ok(TaskWriter.single(one)));
        if (call.flag("scale")) return changes.result(List.of(), call.flag("force"), call.origin());
        return Routes.done(Reply.missing("Task '" + taskId + "' does not exist"));
    }

    private static boolean isRun(Instance instance, String taskId) {
        return instance.task().filter(task -> task.id().value().equals(taskId)).isPresent();
    }

    private CompletionStage<Reply> kill(Call call, Owner owner, Reply done) {
        if (!call.flag("scale"))
            return changes.kill(owner.app(), ids(owner), call.flag("wipe"), call.origin(), done);
        return shrink(call, List.of(owner));
    }

    /// Fewer instances are wanted, and who is to go: one change, which a lock may refuse.
    private CompletionStage<Reply> shrink(Call call, List<Owner> owners) {
        var edits = new ArrayList<Edit>();
        for (var owner : owners)
            edits.add(new Edit.Shrink(owner.app(), owner.instances().size(), ids(owner)));
        return changes.result(edits, call.flag("force"), call.origin());
    }

    private CompletionStage<Reply> delete(Call call, List<String> ids) {
        for (var id : ids)
            if (TaskId.parse(id).isEmpty() && !OLDEST.matcher(id).matches())
                return Routes.done(
                        Reply.message(
                                400,
                                "Invalid task id '%s'. [taskId %s no valid identifier (of class"
                                                .formatted(id, id)
                                        + " java.lang.String)]"));
        var owners = owners(ids);
        if (call.flag("scale")) return shrink(call, owners);
        CompletionStage<Reply> result = Routes.done(Reply.ok(TaskWriter.list(owners, false)));
        for (var owner : owners) result = result.thenCompose(reply -> killOf(call, owner, reply));
        return result;
    }

    /// The tasks of these ids that are at work, by application.
    private List<Owner> owners(List<String> ids) {
        var view = reads.now();
        var wanted = Set.copyOf(ids);
        return ids.stream()
                .flatMap(id -> TaskId.parse(id).stream())
                .map(TaskId::app)
                .distinct()
                .sorted()
                .map(app -> owner(view, app))
                .map(owner -> owner.only(some(owner, it -> isAny(it, wanted))))
                .filter(owner -> !owner.instances().isEmpty())
                .toList();
    }

    private static boolean isAny(Instance instance, Set<String> tasks) {
        return instance.task().filter(task -> tasks.contains(task.id().value())).isPresent();
    }

    private CompletionStage<Reply> killOf(Call call, Owner owner, Reply reply) {
        return reply.status() == 200
                ? changes.kill(owner.app(), ids(owner), call.flag("wipe"), call.origin(), reply)
                : Routes.done(reply);
    }

    private static List<InstanceId> ids(Owner owner) {
        return owner.instances().stream().map(Instance::id).toList();
    }

    private Owner owner(View view, AppId app) {
        Optional<Definition> definition = view.definition(app);
        return Owner.of(app, definition, view.application(app), reads.checks().of(app));
    }

    private static Reply both() {
        return Reply.message(400, "You cannot use scale and wipe at the same time.");
    }
}
