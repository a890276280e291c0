package io.dromos.cli.group;

import io.dromos.cli.command.AppPath;
import io.dromos.cli.deployment.ChangeCommand;
import io.dromos.cli.outcome.Failure;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dromos group destroy`.
@Command(
        name = "destroy",
        description = "Ends all instances of all applications of a group, and forgets them and it.")
public final class GroupDestroy extends ChangeCommand {

    @Parameters(paramLabel = "ID", description = "The group's id.")
    private String id = "";

    @Option(names = "--force", description = "Override deployments that are at work on it.")
    private boolean force;

    @Option(names = "--everything", description = "Needed to destroy /, the group of all.")
    private boolean everything;

    /// Constructed by picocli.
    public GroupDestroy() {}

    @Override
    protected Change change() throws Failure {
        var path = AppPath.of(id);
        if (path.id().equals("/") && !everything)
            throw Failure.usage("/ holds all applications: add --everything to destroy them all");
        return new Change(
                "DELETE",
                path.groupResource() + "?force=" + force,
                Optional.empty(),
                List.of(),
                path.id() + " is destroyed",
                path.id() + " will be destroyed");
    }
}
