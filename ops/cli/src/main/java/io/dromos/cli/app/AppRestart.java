package io.dromos.cli.app;

import io.dromos.cli.command.AppPath;
import io.dromos.cli.deployment.ChangeCommand;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dromos app restart`.
@Command(name = "restart", description = "Replaces all instances of an application by new ones.")
public final class AppRestart extends ChangeCommand {

    @Parameters(paramLabel = "ID", description = "The application's id.")
    private String id = "";

    @Option(names = "--force", description = "Override a deployment that is at work on it.")
    private boolean force;

    /// Constructed by picocli.
    public AppRestart() {}

    @Override
    protected Change change() {
        var path = AppPath.of(id);
        return new Change(
                "POST",
                path.resource() + "/restart?force=" + force,
                Optional.empty(),
                List.of(path),
                path.id() + " is restarted",
                path.id() + " will be restarted");
    }
}
