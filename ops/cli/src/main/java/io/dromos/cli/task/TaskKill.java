package io.dromos.cli.task;

import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dromos task kill`.
@Command(name = "kill", description = "Ends a task; another one takes its place.")
public final class TaskKill extends BaseCommand {

    @Parameters(paramLabel = "TASK", description = "The task's id.")
    private String task = "";

    @Option(names = "--scale", description = "Let no other take its place.")
    private boolean scale;

    /// Constructed by picocli.
    public TaskKill() {}

    @Override
    protected int execute() throws Failure, IOException {
        var body = Api.JSON.createObjectNode();
        body.putArray("ids").add(task);
        try (var api = api()) {
            var answer =
                    api.send(
                            "POST",
                            "/v2/tasks/delete?scale=" + scale,
                            Optional.of(Api.JSON.writeValueAsBytes(body)));
            // Marathon passes over ids that no task has.
            if (answer.body().path("tasks").isArray() && answer.body().path("tasks").isEmpty())
                throw Failure.failed(
                        "There is no task '%s': 'dromos task list' shows them".formatted(task));
            if (isJson()) print(answer.body());
            else terminal().say(task + " is being killed");
            return ExitCode.OK;
        }
    }
}
