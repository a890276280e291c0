package io.dromos.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import picocli.CommandLine.Command;

/// `dromos deployment resume`.
@Command(name = "resume", description = "Lets a deployment that was paused go on.")
public final class DeploymentResume extends SteerCommand {

    /// Constructed by picocli.
    public DeploymentResume() {}

    @Override
    Request request() {
        return new Request("PUT", "resume", Optional.empty());
    }

    @Override
    String said(String deployment, JsonNode shown) {
        return "Deployment %s goes on, at step %d of %d"
                .formatted(
                        deployment,
                        shown.path("currentStep").asInt(),
                        shown.path("totalSteps").asInt());
    }
}
