package io.dromos.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `dromos audit show`.
@Command(
        name = "show",
        description = {
            "Shows one record: who brought it about, from where and why, what it came of and all that came of it."
        })
public final class AuditShow extends BaseCommand {

    @Parameters(paramLabel = "OFFSET", description = "The record's place in the log.")
    private long offset;

    /// Constructed by picocli.
    public AuditShow() {}

    @Override
    protected int execute() throws Failure {
        try (var api = api()) {
            var record = api.get("/v3/log/" + offset);
            if (isJson()) {
                print(record);
                return ExitCode.OK;
            }
            print(facts(record));
            if (!record.path("because").isEmpty()) terminal().say("\nIt came of");
            for (var cause : record.path("because")) terminal().say(line(cause, 1));
            if (!record.path("caused").isEmpty()) terminal().say("\nOf it came");
            tree(record, 1);
            return ExitCode.OK;
        }
    }

    private static Table facts(JsonNode record) {
        var table = new Table("RECORD", record.path("offset").asText()).wrapping();
        table.row("what", Story.what(record));
        table.row("who", Story.who(record));
        table.row("when", record.path("committedAt").asText());
        row(table, "asked by", record.path("cause"));
        row(table, "why", record.path("reason"));
        row(table, "request", record.path("requestId"));
        table.row("kind", record.path("kind").asText());
        table.row(
                "number",
                "%d of %s"
                        .formatted(
                                record.path("sequenceNr").asLong(),
                                record.path("aggregate").asText()));
        table.row("fact", record.path("fact").toString());
        table.row("hash", record.path("hash").asText());
        return table;
    }

    private static void row(Table table, String name, JsonNode value) {
        if (!value.asText("").isEmpty()) table.row(name, value.asText());
    }

    private void tree(JsonNode record, int depth) {
        for (var next : record.path("caused")) {
            terminal().say(line(next, depth));
            tree(next, depth + 1);
        }
        if (record.path("more").asBoolean())
            terminal().say("  ".repeat(depth) + "and more, which 'dromos audit log' lists");
    }

    private static String line(JsonNode record, int depth) {
        return "%s%d  %s"
                .formatted("  ".repeat(depth), record.path("offset").asLong(), Story.what(record));
    }
}
