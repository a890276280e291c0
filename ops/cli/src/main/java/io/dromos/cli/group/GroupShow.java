package io.dromos.cli.group;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.app.AppList;
import io.dromos.cli.command.AppPath;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Table;
import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `dromos group show`.
@Command(name = "show", description = "Shows one group with its applications and groups.")
public final class GroupShow extends BaseCommand {

    @Parameters(paramLabel = "ID", description = "The group's id; / is the group of all.")
    private String id = "";

    /// Constructed by picocli.
    public GroupShow() {}

    @Override
    protected int execute() throws Failure {
        try (var api = api()) {
            var group = api.get(AppPath.of(id).groupResource() + GroupList.ALL);
            if (isJson()) {
                print(group);
                return ExitCode.OK;
            }
            print(facts(group));
            if (!group.path("apps").isEmpty()) {
                terminal().say("");
                print(AppList.table(group.path("apps")));
            }
            return ExitCode.OK;
        }
    }

    private static Table facts(JsonNode group) {
        var sum = Sum.of(group);
        var table = new Table("GROUP", group.path("id").asText()).wrapping();
        table.row("version", group.path("version").asText());
        table.row(
                "holds",
                "%s; %d of %d instances run%s"
                        .formatted(
                                sum.apps() == 1 ? "1 application" : sum.apps() + " applications",
                                sum.running(),
                                sum.instances(),
                                sum.deploying() == 0
                                        ? ""
                                        : "; deployments are at work on " + sum.deploying()));
        var dependencies = new ArrayList<String>();
        group.path("dependencies").forEach(each -> dependencies.add(each.asText()));
        if (!dependencies.isEmpty()) table.row("after", String.join(", ", dependencies));
        for (var inner : group.path("groups")) table.row("group", inner.path("id").asText());
        return table;
    }
}
