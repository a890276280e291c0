package io.dromos.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/// A command that steers a deployment on its way.
abstract class SteerCommand extends BaseCommand {

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "The deployment's id, or its beginning.")
    private String written = "";

    /// What is asked of the deployment.
    ///
    /// @param path below the deployment
    record Request(String method, String path, Optional<JsonNode> body) {}

    /// What to ask.
    abstract Request request() throws Failure;

    /// What is true then, as a sentence.
    ///
    /// @param shown the deployment as the server shows it
    abstract String said(String deployment, JsonNode shown);

    @Override
    protected final int execute() throws Failure {
        var request = request();
        try (var api = api()) {
            var id = Deployments.open(api, written);
            var body = request.body().map(it -> it.toString().getBytes(StandardCharsets.UTF_8));
            var path = "/v3/deployments/" + Api.encoded(id) + "/" + request.path();
            var shown = api.send(request.method(), path, body).body();
            if (isJson()) print(shown);
            else terminal().say(said(id, shown));
            return ExitCode.OK;
        }
    }
}
