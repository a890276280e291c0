package io.dromos.cli.app;

import io.dromos.cli.command.AppPath;
import io.dromos.cli.deployment.ChangeCommand;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `dromos app destroy`.
@Command(name = "destroy", description = "Ends all instances of an application and forgets it.")
public final class AppDestroy extends ChangeCommand {

    @Parameters(paramLabel = "ID", description = "The application's id.")
    private String id = "";

    /// Constructed by picocli.
    public AppDestroy() {}

    @Override
    protected Change change() {
        var path = AppPath.of(id);
        return new Change(
                "DELETE",
                path.resource(),
                Optional.empty(),
                List.of(),
                path.id() + " is destroyed",
                path.id() + " will be destroyed");
    }
}
