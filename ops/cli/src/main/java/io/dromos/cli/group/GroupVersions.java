package io.dromos.cli.group;

import io.dromos.cli.command.AppPath;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `dromos group versions`.
@Command(name = "versions", description = "Lists the versions of a group, the newest first.")
public final class GroupVersions extends BaseCommand {

    @Parameters(paramLabel = "ID", description = "The group's id; / is the group of all.")
    private String id = "";

    /// Constructed by picocli.
    public GroupVersions() {}

    @Override
    protected int execute() throws Failure {
        try (var api = api()) {
            var answer = api.get(AppPath.of(id).groupResource() + "/versions");
            if (isJson()) {
                print(answer);
                return ExitCode.OK;
            }
            var versions = new ArrayList<String>();
            answer.forEach(version -> versions.add(version.asText()));
            versions.sort(Comparator.reverseOrder());
            versions.forEach(terminal()::say);
            return ExitCode.OK;
        }
    }
}
