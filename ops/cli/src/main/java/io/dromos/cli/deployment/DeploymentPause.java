package io.dromos.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.http.Api;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `dromos deployment pause`.
@Command(
        name = "pause",
        description = "Lets a deployment stand still; what dies meanwhile is replaced.")
public final class DeploymentPause extends SteerCommand {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who ask.")
    private Optional<String> reason = Optional.empty();

    /// Constructed by picocli.
    public DeploymentPause() {}

    @Override
    Request request() {
        return new Request(
                "PUT",
                "pause",
                reason.map(text -> Api.JSON.createObjectNode().put("reason", text)));
    }

    @Override
    String said(String deployment, JsonNode shown) {
        var pause = shown.path("paused");
        return "Deployment %s is paused since %s by %s: let it go on with 'dromos deployment resume %s'"
                .formatted(
                        deployment,
                        pause.path("since").asText(),
                        pause.path("by").asText(),
                        deployment);
    }
}
