package io.dromos.cli.group;

import io.dromos.cli.command.AppPath;
import io.dromos.cli.deployment.ChangeCommand;
import io.dromos.cli.outcome.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dromos group scale`.
@Command(
        name = "scale",
        description =
                "Multiplies the instances of all applications of a group, each rounded up to a whole number.")
public final class GroupScale extends ChangeCommand {

    @Parameters(index = "0", paramLabel = "ID", description = "The group's id.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "FACTOR", description = "By what, such as 2 or 0.5.")
    private double factor;

    @Option(names = "--force", description = "Override deployments that are at work on it.")
    private boolean force;

    /// Constructed by picocli.
    public GroupScale() {}

    @Override
    protected Change change() throws Failure {
        if (!(factor >= 0) || Double.isInfinite(factor))
            throw Failure.usage("A group cannot be scaled by " + factor);
        var path = AppPath.of(id);
        var body = "{\"scaleBy\":%s}".formatted(factor).getBytes(StandardCharsets.UTF_8);
        return new Change(
                "PUT",
                path.groupResource() + "?force=" + force,
                Optional.of(body),
                List.of(),
                "%s is scaled by %s".formatted(path.id(), factor),
                "%s will be scaled by %s".formatted(path.id(), factor));
    }
}
