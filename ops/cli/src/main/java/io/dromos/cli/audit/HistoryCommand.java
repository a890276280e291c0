package io.dromos.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.AppPath;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dromos history`.
@Command(
        name = "history",
        description =
                "Tells what happened to an application or a group, and why, the oldest first.")
public final class HistoryCommand extends BaseCommand {

    @Parameters(paramLabel = "ID", description = "The id of an application or a group.")
    private String id = "";

    @Option(
            names = {"-n", "--last"},
            paramLabel = "COUNT",
            description = "So many of the newest. Default: ${DEFAULT-VALUE}.")
    private int last = 100;

    /// Constructed by picocli.
    public HistoryCommand() {}

    @Override
    protected int execute() throws Failure {
        if (last < 1) throw Failure.usage("--last must be 1 or more");
        var path = AppPath.of(id).id();
        try (var api = api()) {
            var found = new ArrayList<JsonNode>();
            new Pages(api, List.of(Pages.parameter("app", path))).newest(last, found::add);
            if (found.isEmpty())
                throw Failure.failed("Nothing ever happened to " + path + ": no record is of it");
            if (isJson()) print(array(found));
            else tell(found);
            return ExitCode.OK;
        }
    }

    private static JsonNode array(List<JsonNode> records) {
        var all = Api.JSON.createArrayNode();
        records.forEach(all::add);
        return all;
    }

    /// What somebody asked for begins a paragraph.
    private void tell(List<JsonNode> records) {
        for (var record : records) {
            if (!record.path("address").asText("").isEmpty()) {
                var reason = record.path("reason").asText("");
                terminal()
                        .say(
                                "\n%s: %s%s"
                                        .formatted(
                                                Story.who(record),
                                                record.path("cause").asText("asked"),
                                                reason.isEmpty() ? "" : " (" + reason + ")"));
            }
            terminal()
                    .say(
                            "  %s  %s"
                                    .formatted(
                                            record.path("committedAt").asText(),
                                            Story.what(record)));
        }
    }
}
