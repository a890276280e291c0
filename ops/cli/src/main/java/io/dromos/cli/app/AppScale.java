package io.dromos.cli.app;

import io.dromos.cli.command.AppPath;
import io.dromos.cli.deployment.ChangeCommand;
import io.dromos.cli.outcome.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dromos app scale`.
@Command(name = "scale", description = "Changes how many instances an application has.")
public final class AppScale extends ChangeCommand {

    @Parameters(index = "0", paramLabel = "ID", description = "The application's id.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "N", description = "How many instances.")
    private int instances;

    @Option(names = "--force", description = "Override a deployment that is at work on it.")
    private boolean force;

    /// Constructed by picocli.
    public AppScale() {}

    @Override
    protected Change change() throws Failure {
        if (instances < 0)
            throw Failure.usage("An application cannot have " + instances + " instances");
        var path = AppPath.of(id);
        var body = "{\"instances\":%d}".formatted(instances).getBytes(StandardCharsets.UTF_8);
        var count = instances == 1 ? "1 instance" : instances + " instances";
        // PATCH, since PUT would make an application of a mistyped id.
        return new Change(
                "PATCH",
                path.resource() + "?force=" + force,
                Optional.of(body),
                List.of(path),
                "%s has %s".formatted(path.id(), count),
                "%s will have %s".formatted(path.id(), count));
    }
}
