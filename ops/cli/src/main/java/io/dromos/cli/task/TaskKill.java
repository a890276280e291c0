package io.dromos.cli.task;

import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.command.Named;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dromos task kill`.
@Command(name = "kill", description = "Ends a task; another one takes its place.")
public final class TaskKill extends BaseCommand {

    @Parameters(
            paramLabel = "TASK",
            description =
                    "The task's id or its beginning, or the id of an application with one task.")
    private String name = "";

    @Option(names = "--scale", description = "Let no other take its place.")
    private boolean scale;

    /// Constructed by picocli.
    public TaskKill() {}

    @Override
    protected int execute() throws Failure, IOException {
        try (var api = api()) {
            var task = task(api);
            var body = Api.JSON.createObjectNode();
            body.putArray("ids").add(task);
            var answer =
                    api.send(
                            "POST",
                            "/v2/tasks/delete?scale=" + scale,
                            Optional.of(Api.JSON.writeValueAsBytes(body)));
            // Marathon passes over ids that no task has.
            if (answer.body().path("tasks").isArray() && answer.body().path("tasks").isEmpty())
                throw unknown(task);
            if (isJson()) print(answer.body());
            else terminal().say(task + " is being killed");
            return ExitCode.OK;
        }
    }

    private String task(Api api) throws Failure {
        var app = AppTasks.of(api, name);
        if (app.isPresent()) return app.get().only().orElseThrow(app.get()::none);
        var ids = new ArrayList<String>();
        api.get("/v2/tasks").path("tasks").forEach(task -> ids.add(task.path("id").asText()));
        return Named.among(ids, name, "tasks").orElseThrow(() -> unknown(name));
    }

    private static Failure unknown(String task) {
        return Failure.failed(
                "There is no task '%s': 'dromos task list' shows them".formatted(task));
    }
}
