package io.dromos.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.audit.Moment;
import io.dromos.cli.command.AppPath;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.deployment.Reasons;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.task.TaskHealth;
import io.dromos.cli.text.Spans;
import io.dromos.cli.text.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dromos app show`.
@Command(name = "show", description = "Shows one application and its tasks.")
public final class AppShow extends BaseCommand {

    @Parameters(paramLabel = "ID", description = "The application's id.")
    private String id = "";

    @Option(
            names = "--at",
            paramLabel = "MOMENT",
            description =
                    "As it was at a time such as 2026-01-31T12:00:00Z, a version, or an offset of the log.")
    private Optional<String> at = Optional.empty();

    /// Constructed by picocli.
    public AppShow() {}

    @Override
    protected int execute() throws Failure {
        var path = AppPath.of(id);
        try (var api = api()) {
            var answer =
                    at.isPresent()
                            ? api.get("/v3/apps" + path.encoded() + "?at=" + Api.encoded(at.get()))
                            : api.get(path.resource());
            if (isJson()) {
                print(answer);
                return ExitCode.OK;
            }
            var app = answer.path("app");
            if (at.isPresent()) terminal().note(Moment.line(answer));
            print(facts(app, at.isPresent() ? Optional.empty() : Reasons.waits(api, path)));
            if (!app.path("tasks").isEmpty()) {
                terminal().say("");
                print(tasks(app, moment(answer)));
            }
            return ExitCode.OK;
        }
    }

    private static Table facts(JsonNode app, Optional<String> waits) {
        var table = new Table("APPLICATION", app.path("id").asText()).wrapping();
        table.row("version", app.path("version").asText());
        table.row("runs", AppList.what(app));
        table.row(
                "instances",
                "%d running, %d staged, %d wanted"
                        .formatted(
                                app.path("tasksRunning").asInt(),
                                app.path("tasksStaged").asInt(),
                                app.path("instances").asInt()));
        if (TaskHealth.isChecked(app)) table.row("health", TaskHealth.counts(app));
        table.row(
                "each",
                "cpus %s, mem %s, disk %s"
                        .formatted(
                                app.path("cpus").asText(),
                                app.path("mem").asText(),
                                app.path("disk").asText()));
        for (var deployment : app.path("deployments"))
            table.row("deployment", deployment.path("id").asText());
        waits.ifPresent(why -> table.row("waits", why));
        Reasons.lastFailure(app).ifPresent(failure -> table.row("last failure", failure));
        return table;
    }

    /// When it was as it is shown.
    private static Instant moment(JsonNode answer) {
        var time = answer.at("/at/time").asText("");
        return time.isEmpty() ? Instant.now() : Instant.parse(time);
    }

    /// @param at the moment to which ages are counted
    private static Table tasks(JsonNode app, Instant at) {
        var table =
                new Table("TASK", "STATE", "HEALTH", "HOST", "PORTS", "AGE")
                        .whole("TASK")
                        .whole("STATE");
        for (var task : app.path("tasks")) {
            var ports = new ArrayList<String>();
            task.path("ports").forEach(port -> ports.add(port.asText()));
            table.row(
                    task.path("id").asText(),
                    task.path("state").asText().replaceFirst("^TASK_", ""),
                    TaskHealth.of(task),
                    task.path("host").asText(),
                    ports.isEmpty() ? "-" : String.join(",", ports),
                    Spans.since(task.path("startedAt").asText(), at));
        }
        return table;
    }
}
