package io.dromos.cli.group;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.document.Document;
import io.dromos.cli.document.Fields;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Table;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `dromos group plan`.
@Command(
        name = "plan",
        description =
                "Shows what 'group add --replace' would do, step by step, and changes nothing.")
public final class GroupPlan extends BaseCommand {

    @Parameters(
            paramLabel = "FILE",
            description = "JSON as for PUT /v2/groups; - reads standard input.")
    private String file = "";

    /// Constructed by picocli.
    public GroupPlan() {}

    @Override
    protected int execute() throws Failure {
        var document = Document.read(file, "group");
        var tree = Tree.of(document);
        Fields.ofGroup(document.json()).forEach(terminal()::note);
        try (var api = api()) {
            var body = Optional.of(document.bytes());
            var plan = api.send("PUT", "/v2/groups?dryRun=true", body).body();
            if (isJson()) print(plan);
            else if (plan.path("steps").isEmpty())
                terminal().say(tree.group().id() + " is as the file has it: nothing would change");
            else print(table(plan.path("steps")));
            return ExitCode.OK;
        }
    }

    private static Table table(JsonNode steps) {
        var table = new Table("STEP", "ACTION", "APPLICATION").whole("APPLICATION");
        for (int i = 0; i < steps.size(); i++)
            for (var action : steps.path(i).path("actions"))
                table.row(i + 1, action.path("action").asText(), action.path("app").asText());
        return table;
    }
}
