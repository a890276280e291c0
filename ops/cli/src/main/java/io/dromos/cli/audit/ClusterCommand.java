package io.dromos.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Table;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `dromos cluster`.
@Command(
        name = "cluster",
        description = "Shows all applications, tasks and agents, now or as they were.")
public final class ClusterCommand extends BaseCommand {

    @Option(
            names = "--at",
            paramLabel = "MOMENT",
            description =
                    "As it was at a time such as 2026-01-31T12:00:00Z, a version, or an offset of the log.")
    private Optional<String> at = Optional.empty();

    /// Constructed by picocli.
    public ClusterCommand() {}

    @Override
    protected int execute() throws Failure {
        try (var api = api()) {
            var moment = at.map(text -> "?at=" + Api.encoded(text)).orElse("");
            var answer = api.get("/v3/cluster" + moment);
            if (isJson()) {
                print(answer);
                return ExitCode.OK;
            }
            if (at.isPresent()) terminal().note(Moment.line(answer));
            print(apps(answer));
            terminal().say("");
            print(tasks(answer));
            terminal().say("");
            print(agents(answer));
            return ExitCode.OK;
        }
    }

    private static Table apps(JsonNode answer) {
        var table = new Table("APPLICATION", "RUNNING", "WANTED", "VERSION", "DEPLOYMENT");
        for (var app : answer.path("apps"))
            table.row(
                    app.path("id").asText(),
                    app.path("tasksRunning").asText(),
                    app.path("instances").asText(),
                    app.path("version").asText(),
                    app.at("/deployments/0/id").asText("-"));
        return table;
    }

    private static Table tasks(JsonNode answer) {
        var table = new Table("TASK", "STATE", "HOST").whole("TASK");
        for (var app : answer.path("apps"))
            for (var task : app.path("tasks"))
                table.row(
                        task.path("id").asText(),
                        task.path("state").asText().replaceFirst("^TASK_", ""),
                        task.path("host").asText());
        return table;
    }

    private static Table agents(JsonNode answer) {
        var table = new Table("AGENT", "HOST", "ADDRESS");
        for (var agent : answer.path("agents"))
            table.row(
                    agent.path("id").asText(),
                    agent.path("host").asText(),
                    agent.path("ip").asText());
        return table;
    }
}
