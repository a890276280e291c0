package io.dromos.cli.deployment;

import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dromos deployment watch`.
@Command(
        name = "watch",
        description = "Shows how far a deployment is, and why it waits, until it ends.")
public final class DeploymentWait extends BaseCommand {

    @Parameters(paramLabel = "ID", description = "The deployment's id, or its beginning.")
    private String written = "";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long to watch. Default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    /// Constructed by picocli.
    public DeploymentWait() {}

    @Override
    protected int execute() throws Failure, IOException, InterruptedException {
        try (var api = api();
                var watch = DeploymentWatch.open(api, progress())) {
            var id = id(api);
            watch.await(id, Duration.ofSeconds(timeoutSeconds));
            if (isJson()) print(Api.JSON.createObjectNode().put("deploymentId", id));
            else terminal().say("Deployment " + id + " is done");
            return ExitCode.OK;
        }
    }

    /// One that has ended is told from one that never was.
    private String id(Api api) throws Failure {
        var open = Deployments.find(api, written);
        if (open.isPresent()) return open.get().path("id").asText();
        return Deployments.ended(api, written)
                .map(ended -> ended.path("id").asText())
                .orElseThrow(() -> Failure.noDeployment(written));
    }
}
