package io.dromos.cli.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.AppPath;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Spans;
import io.dromos.cli.text.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `dromos task list`.
@Command(name = "list", description = "Lists tasks, of all applications or of one.")
public final class TaskList extends BaseCommand {

    @Parameters(arity = "0..1", paramLabel = "APP", description = "Only this application's.")
    private Optional<String> app = Optional.empty();

    /// Constructed by picocli.
    public TaskList() {}

    @Override
    protected int execute() throws Failure {
        var path = app.map(AppPath::of).map(it -> it.resource() + "/tasks").orElse("/v2/tasks");
        try (var api = api()) {
            var answer = api.get(path);
            if (isJson()) print(answer);
            else print(table(answer.path("tasks")));
            return ExitCode.OK;
        }
    }

    private static Table table(JsonNode tasks) {
        var sorted = new ArrayList<JsonNode>();
        tasks.forEach(sorted::add);
        sorted.sort(Comparator.comparing(task -> task.path("id").asText()));
        var table =
                new Table("TASK", "STATE", "HEALTH", "HOST", "PORTS", "AGE", "APP")
                        .whole("TASK")
                        .whole("STATE");
        for (var task : sorted)
            table.row(
                    task.path("id").asText(),
                    task.path("state").asText().replaceFirst("^TASK_", ""),
                    TaskHealth.of(task),
                    task.path("host").asText(),
                    ports(task),
                    Spans.since(task.path("startedAt").asText(), Instant.now()),
                    task.path("appId").asText());
        return table;
    }

    private static String ports(JsonNode task) {
        var ports = new ArrayList<String>();
        task.path("ports").forEach(port -> ports.add(port.asText()));
        return ports.isEmpty() ? "-" : String.join(",", ports);
    }
}
