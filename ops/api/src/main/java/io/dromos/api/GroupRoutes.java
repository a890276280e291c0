package io.dromos.api;

import io.dromos.domain.definition.PathIds;
import io.dromos.events.GroupId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Finds out which group a request names, and what it wants of it.
final class GroupRoutes {

    private final GroupReads reads;
    private final GroupWrites writes;

    GroupRoutes(GroupReads reads, GroupWrites writes) {
        this.reads = reads;
        this.writes = writes;
    }

    CompletionStage<Reply> answer(Call call, List<String> path) {
        if (call.method().equals("GET")) return Routes.done(read(call, path));
        return switch (call.method()) {
            case "POST" -> valid(path, group -> writes.create(call, group));
            case "PUT" -> valid(path, group -> writes.update(call, group));
            case "PATCH" ->
                    path.isEmpty()
                            ? Routes.done(Reply.wrongMethod())
                            : existing(path, group -> writes.enforce(call, group));
            case "DELETE" -> existing(path, group -> writes.remove(call, group));
            default -> Routes.done(Reply.wrongMethod());
        };
    }

    private Reply read(Call call, List<String> path) {
        int size = path.size();
        if (size > 0 && path.getLast().equals("versions"))
            return with(path.subList(0, size - 1), reads::versions);
        if (size > 1 && path.get(size - 2).equals("versions"))
            return with(path.subList(0, size - 2), group -> reads.version(group, path.getLast()));
        if (size > 1 && path.getLast().equals("apps"))
            return with(path.subList(0, size - 1), reads::apps);
        return with(path, group -> reads.single(call, group));
    }

    private static Reply with(List<String> path, Function<GroupId, Reply> answer) {
        var id = Routes.id(path);
        return PathIds.isValid(id) ? answer.apply(group(id)) : missing(id);
    }

    private static CompletionStage<Reply> existing(
            List<String> path, Function<GroupId, CompletionStage<Reply>> answer) {
        var id = Routes.id(path);
        return PathIds.isValid(id) ? answer.apply(group(id)) : Routes.done(missing(id));
    }

    private static CompletionStage<Reply> valid(
            List<String> path, Function<GroupId, CompletionStage<Reply>> answer) {
        var id = Routes.id(path);
        if (PathIds.isValid(id) && id.length() <= PathIds.LENGTH_MAX)
            return answer.apply(group(id));
        var rule = "must fully match regular expression '" + PathIds.SEGMENT_RULE + "'";
        return Routes.done(RefusalReplies.invalid("/", rule));
    }

    private static GroupId group(String id) {
        return new GroupId(PathIds.absolute(id, "/"));
    }

    private static Reply missing(String id) {
        return Reply.missing("Group '" + id + "' does not exist");
    }
}
