package io.dromos.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.task.TaskHealth;
import io.dromos.cli.text.Table;
import java.util.ArrayList;
import java.util.Comparator;
import picocli.CommandLine.Command;

/// `dromos app list`.
@Command(name = "list", description = "Lists applications.")
public final class AppList extends BaseCommand {

    /// So many characters of a command tell which one it is.
    static final int RUNS_MAX = 60;

    /// Constructed by picocli.
    public AppList() {}

    @Override
    protected int execute() throws Failure {
        try (var api = api()) {
            var answer = api.get("/v2/apps");
            if (isJson()) {
                print(answer);
                return ExitCode.OK;
            }
            print(table(answer.path("apps")));
            return ExitCode.OK;
        }
    }

    /// Applications in the order of their ids.
    public static Table table(JsonNode answer) {
        var apps = new ArrayList<JsonNode>();
        answer.forEach(apps::add);
        apps.sort(Comparator.comparing(app -> app.path("id").asText()));
        var table = new Table("ID", "RUNNING", "CPUS", "MEM", "DEPLOYING", "RUNS").whole("ID");
        for (var app : apps) table.row(cells(app));
        return table;
    }

    private static Object[] cells(JsonNode app) {
        return new Object[] {
            app.path("id").asText(),
            running(app),
            app.path("cpus").asText(),
            app.path("mem").asText(),
            app.path("deployments").isEmpty() ? "-" : "yes",
            what(app)
        };
    }

    private static String running(JsonNode app) {
        var counts = app.path("tasksRunning").asInt() + "/" + app.path("instances").asInt();
        if (!TaskHealth.isChecked(app)) return counts;
        return "%s (%d healthy)".formatted(counts, app.path("tasksHealthy").asInt());
    }

    /// What an application runs, in a few words; all of it is in the JSON.
    static String what(JsonNode app) {
        return Table.cut(all(app), RUNS_MAX);
    }

    private static String all(JsonNode app) {
        var image = app.path("container").path("docker").path("image").asText("");
        if (!image.isEmpty()) return image;
        var command = app.path("cmd").asText("");
        if (!app.path("cmd").isNull() && !command.isEmpty()) return command;
        var words = new ArrayList<String>();
        app.path("args").forEach(word -> words.add(word.asText()));
        return String.join(" ", words);
    }
}
