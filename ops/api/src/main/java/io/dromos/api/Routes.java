package io.dromos.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// Finds out which resource a request names, and what it wants of it.
///
/// Ids stand in paths as they are, with their slashes; empty segments do not count, so that `//`
/// and a slash at the end change nothing.
final class Routes {

    private final AppReads appReads;
    private final AppWrites appWrites;
    private final TaskRoutes tasks;
    private final GroupRoutes groups;
    private final DeploymentRoutes deployments;
    private final RolloutRoutes rollouts;
    private final QueueRoutes queue;
    private final SystemRoutes system;
    private final LogRoutes log;
    private final PastRoutes past;

    Routes(
            AppReads appReads,
            AppWrites appWrites,
            TaskRoutes tasks,
            GroupRoutes groups,
            DeploymentRoutes deployments,
            RolloutRoutes rollouts,
            QueueRoutes queue,
            SystemRoutes system,
            LogRoutes log,
            PastRoutes past) {
        this.appReads = appReads;
        this.appWrites = appWrites;
        this.tasks = tasks;
        this.groups = groups;
        this.deployments = deployments;
        this.rollouts = rollouts;
        this.queue = queue;
        this.system = system;
        this.log = log;
        this.past = past;
    }

    /// Answers a request that passed the gate. The event stream is not among these.
    CompletionStage<Reply> answer(Call call) {
        List<String> path;
        try {
            path = call.segments();
            call.query("");
        } catch (IllegalArgumentException e) {
            return done(Reply.message(400, "The URI is not well-formed: " + e.getMessage()));
        }
        if (path.equals(List.of("ping"))) return done(system.ping(call));
        if (path.isEmpty()) return done(system.root(call));
        if (path.equals(List.of("ui"))) return done(system.page(call));
        if (!isKnown(path)) return done(Reply.unknownPath());
        if (!Accepts.takes(call, Reply.JSON)) return done(Reply.message(406, "Not Acceptable"));
        var rest = path.subList(2, path.size());
        return switch (path.get(0) + "/" + path.get(1)) {
            case "v2/apps" -> apps(call, rest);
            case "v2/tasks" -> tasks.all(call, rest);
            case "v2/groups" -> groups.answer(call, rest);
            case "v2/deployments" -> deployments.answer(call, rest);
            case "v2/queue" -> queue.answer(call, rest);
            case "v2/info" -> done(rest.isEmpty() ? system.info(call) : Reply.unknownPath());
            case "v2/leader" -> done(rest.isEmpty() ? system.leader(call) : Reply.unknownPath());
            case "v2/plugins" -> done(system.plugins(call, rest));
            case "v3/apps" -> pastOrWhy(call, rest);
            case "v3/deployments" -> rollouts.answer(call, rest);
            case "v3/kafka" -> done(rest.isEmpty() ? system.kafka(call) : Reply.unknownPath());
            case "v3/log" -> log.answer(call, rest);
            case "v3/cluster" -> past.cluster(call, rest);
            case "v3/diff" -> past.diff(call, id(rest));
            case "v3/rollback" -> past.rollBack(call, id(rest));
            default -> done(Reply.unknownPath());
        };
    }

    private static boolean isKnown(List<String> path) {
        if (path.size() < 2) return false;
        return switch (path.get(0) + "/" + path.get(1)) {
            case "v2/apps",
                    "v2/tasks",
                    "v2/groups",
                    "v2/deployments",
                    "v2/queue",
                    "v2/info",
                    "v2/leader",
                    "v2/plugins",
                    "v3/apps",
                    "v3/deployments",
                    "v3/kafka",
                    "v3/log",
                    "v3/cluster",
                    "v3/diff",
                    "v3/rollback" ->
                    true;
            default -> false;
        };
    }

    private CompletionStage<Reply> pastOrWhy(Call call, List<String> rest) {
        boolean then = !rest.isEmpty() && !call.query("at").isEmpty();
        return then ? past.app(call, id(rest)) : done(queue.why(call, rest));
    }

    private CompletionStage<Reply> apps(Call call, List<String> id) {
        if (id.isEmpty())
            return switch (call.method()) {
                case "GET" -> done(appReads.list(call));
                case "POST" -> appWrites.create(call);
                case "PUT" -> appWrites.updateAll(call, true);
                case "PATCH" -> appWrites.updateAll(call, false);
                default -> done(Reply.wrongMethod());
            };
        var last = id.getLast();
        var before = id.subList(0, id.size() - 1);
        boolean named = !before.isEmpty();
        if (named && last.equals("restart") && !call.method().equals("DELETE"))
            return call.method().equals("POST")
                    ? appWrites.restart(call, id(before))
                    : done(Reply.wrongMethod());
        if (named && last.equals("tasks")) return tasks.ofApp(call, id(before));
        if (named && last.equals("versions"))
            return done(get(call, () -> appReads.versions(id(before))));
        if (before.size() > 1 && before.getLast().equals("tasks"))
            return tasks.single(call, id(before.subList(0, before.size() - 1)), last);
        if (before.size() > 1 && before.getLast().equals("versions"))
            return done(
                    get(
                            call,
                            () ->
                                    appReads.version(
                                            id(before.subList(0, before.size() - 1)), last)));
        if (last.equals("*")) return done(get(call, () -> appReads.group(call, id(before))));
        return app(call, id(id));
    }

    private CompletionStage<Reply> app(Call call, String id) {
        return switch (call.method()) {
            case "GET" -> done(appReads.single(call, id));
            case "PUT" -> appWrites.update(call, id, true);
            case "PATCH" -> appWrites.update(call, id, false);
            case "DELETE" -> appWrites.remove(call, id);
            default -> done(Reply.wrongMethod());
        };
    }

    private static Reply get(Call call, Supplier<Reply> answer) {
        return call.method().equals("GET") ? answer.get() : Reply.wrongMethod();
    }

    /// The absolute path of the segments; `/` for none.
    static String id(List<String> segments) {
        return "/" + String.join("/", segments);
    }

    static CompletionStage<Reply> done(Reply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
