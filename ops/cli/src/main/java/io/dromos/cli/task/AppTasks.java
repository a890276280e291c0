package io.dromos.cli.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.AppPath;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tasks of an application that is named instead of a task.
///
/// @param app with a slash in front
/// @param ids of its tasks
/// @param lastFailed the task that failed last, if one has
record AppTasks(String app, List<String> ids, Optional<String> lastFailed) {

    AppTasks {
        ids = List.copyOf(ids);
    }

    /// Of what was written; empty if no application has this id.
    static Optional<AppTasks> of(Api api, String written) throws Failure {
        var path = AppPath.of(written);
        return api.find(path.resource())
                .map(answer -> answer.path("app"))
                .filter(JsonNode::isObject)
                .map(app -> of(path, app));
    }

    private static AppTasks of(AppPath path, JsonNode app) {
        var ids = new ArrayList<String>();
        app.path("tasks").forEach(task -> ids.add(task.path("id").asText()));
        var failed =
                Optional.of(app.path("lastTaskFailure").path("taskId"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText);
        return new AppTasks(path.id(), ids, failed);
    }

    /// Its only task; empty if it has none.
    ///
    /// @throws Failure if it has several
    Optional<String> only() throws Failure {
        if (ids.size() < 2) return ids.stream().findFirst();
        throw Failure.failed(
                "%s has %d tasks: name one of %s"
                        .formatted(app, ids.size(), String.join(", ", ids)));
    }

    /// What to say if none of them can be meant.
    Failure none() {
        return Failure.failed(app + " has no tasks");
    }
}
