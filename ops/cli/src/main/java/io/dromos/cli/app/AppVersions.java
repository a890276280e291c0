package io.dromos.cli.app;

import io.dromos.cli.command.AppPath;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `dromos app versions`.
@Command(name = "versions", description = "Lists the versions of an application, the newest first.")
public final class AppVersions extends BaseCommand {

    @Parameters(paramLabel = "ID", description = "The application's id.")
    private String id = "";

    /// Constructed by picocli.
    public AppVersions() {}

    @Override
    protected int execute() throws Failure {
        try (var api = api()) {
            var answer = api.get(AppPath.of(id).resource() + "/versions");
            if (isJson()) {
                print(answer);
                return ExitCode.OK;
            }
            var versions = new ArrayList<String>();
            answer.path("versions").forEach(version -> versions.add(version.asText()));
            versions.sort(Comparator.reverseOrder());
            versions.forEach(terminal()::say);
            return ExitCode.OK;
        }
    }
}
