package io.dromos.cli.deployment;

import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.Failure;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dromos deployment cancel`.
@Command(
        name = "cancel",
        description = "Undoes a deployment by another one, or only stops it with --force.")
public final class DeploymentCancel extends ChangeCommand {

    @Parameters(paramLabel = "ID", description = "The deployment's id, or its beginning.")
    private String written = "";

    @Option(names = "--force", description = "Stop it where it is, and leave what it changed.")
    private boolean force;

    /// Constructed by picocli.
    public DeploymentCancel() {}

    @Override
    protected Change change() throws Failure {
        var id = id();
        return new Change(
                "DELETE",
                "/v2/deployments/" + Api.encoded(id) + "?force=" + force,
                Optional.empty(),
                List.of(),
                "Deployment %s is %s".formatted(id, force ? "stopped" : "undone"),
                "Deployment %s is %s".formatted(id, force ? "stopped" : "being undone"));
    }

    private String id() throws Failure {
        try (var api = api()) {
            return Deployments.open(api, written);
        }
    }
}
