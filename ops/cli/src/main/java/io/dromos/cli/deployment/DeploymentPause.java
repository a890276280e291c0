package io.dromos.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.http.Api;
import picocli.CommandLine.Command;

/// `dromos deployment pause`.
@Command(
        name = "pause",
        description = "Lets a deployment stand still; what dies meanwhile is replaced.")
public final class DeploymentPause extends SteerCommand {

    /// Constructed by picocli.
    public DeploymentPause() {}

    @Override
    Request request() {
        return new Request(
                "PUT",
                "pause",
                connection().reason().map(text -> Api.JSON.createObjectNode().put("reason", text)));
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
