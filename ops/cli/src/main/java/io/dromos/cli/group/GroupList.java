package io.dromos.cli.group;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Table;
import picocli.CommandLine.Command;

/// `dromos group list`.
@Command(name = "list", description = "Lists groups, each with what is in it at any depth.")
public final class GroupList extends BaseCommand {

    /// With all groups, applications and their counts.
    static final String ALL =
            "?embed=group.groups&embed=group.apps&embed=group.apps.counts&embed=group.apps.deployments";

    /// Constructed by picocli.
    public GroupList() {}

    @Override
    protected int execute() throws Failure {
        try (var api = api()) {
            var root = api.get("/v2/groups" + ALL);
            if (isJson()) {
                print(root);
                return ExitCode.OK;
            }
            var table = new Table("ID", "APPS", "RUNNING", "DEPLOYING", "VERSION").whole("ID");
            rows(root, table);
            print(table);
            return ExitCode.OK;
        }
    }

    private static void rows(JsonNode group, Table table) {
        table.row(cells(group));
        for (var inner : group.path("groups")) rows(inner, table);
    }

    /// A group's row under the headings above.
    static Object[] cells(JsonNode group) {
        var sum = Sum.of(group);
        return new Object[] {
            group.path("id").asText(),
            sum.apps(),
            sum.running() + "/" + sum.instances(),
            sum.deploying() == 0 ? "-" : "yes",
            group.path("version").asText()
        };
    }
}
