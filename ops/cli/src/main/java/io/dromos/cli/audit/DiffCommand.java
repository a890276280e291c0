package io.dromos.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.AppPath;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Table;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `dromos diff`.
@Command(
        name = "diff",
        description =
                "Compares what an application or a group was at two moments: its definition and its tasks.")
public final class DiffCommand extends BaseCommand {

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "The id of an application or a group; / is everything.")
    private String id = "";

    @Parameters(
            index = "1",
            paramLabel = "FROM",
            description =
                    "A time such as 2026-01-31T12:00:00Z, an offset of the log, or a version.")
    private String from = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "TO",
            description = "The other moment. Default: now.")
    private Optional<String> to = Optional.empty();

    /// Constructed by picocli.
    public DiffCommand() {}

    @Override
    protected int execute() throws Failure {
        var path = AppPath.of(id);
        try (var api = api()) {
            var until = to.map(moment -> "&to=" + Api.encoded(moment)).orElse("");
            var answer =
                    api.get(
                            "/v3/diff%s?from=%s%s"
                                    .formatted(path.encoded(), Api.encoded(from), until));
            if (isJson()) print(answer);
            else tell(answer, path.id());
            return ExitCode.OK;
        }
    }

    private void tell(JsonNode answer, String whole) {
        terminal()
                .note(
                        "From offset %d%s to offset %d%s of the log"
                                .formatted(
                                        answer.at("/from/offset").asLong(),
                                        time(answer.path("from")),
                                        answer.at("/to/offset").asLong(),
                                        time(answer.path("to"))));
        for (var group : answer.path("groups"))
            terminal()
                    .say(
                            "group %s: %s"
                                    .formatted(
                                            group.path("id").asText(),
                                            group.path("change").asText()));
        for (var app : answer.path("apps")) tellApp(app);
        if (answer.path("apps").isEmpty() && answer.path("groups").isEmpty())
            terminal().say(whole + " is the same at both");
    }

    private static String time(JsonNode moment) {
        var time = moment.path("time").asText("");
        return time.isEmpty() ? "" : " (" + time + ")";
    }

    private void tellApp(JsonNode app) {
        var change = app.path("change").asText();
        terminal()
                .say(
                        "%s: %s"
                                .formatted(
                                        app.path("id").asText(),
                                        change.equals("same") ? "same definition" : change));
        if (change.equals("changed")) print(fields(app));
        var tasks = app.path("tasks");
        for (var task : tasks.path("ended")) terminal().say("  - " + named(task));
        for (var task : tasks.path("started")) terminal().say("  + " + named(task));
        if (tasks.path("before").asInt() != tasks.path("after").asInt())
            terminal()
                    .say(
                            "  %d tasks were %d"
                                    .formatted(
                                            tasks.path("after").asInt(),
                                            tasks.path("before").asInt()));
    }

    private static String named(JsonNode task) {
        return task.path("id").asText() + " on " + task.path("host").asText();
    }

    private static Table fields(JsonNode app) {
        var table = new Table("FIELD", "BEFORE", "AFTER").wrapping();
        for (var field : app.path("fields"))
            table.row(
                    field.path("field").asText().substring(1),
                    value(field.path("before")),
                    value(field.path("after")));
        return table;
    }

    private static String value(JsonNode value) {
        if (value.isMissingNode()) return "-";
        return value.isTextual() ? value.asText() : value.toString();
    }
}
