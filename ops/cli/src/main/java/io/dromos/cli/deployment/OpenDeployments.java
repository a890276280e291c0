package io.dromos.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.Named;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.Failure;
import java.util.LinkedHashMap;
import java.util.Optional;

/// The deployments that are at work.
final class OpenDeployments {

    private OpenDeployments() {}

    /// The one with this id, or the only one whose id begins so; empty if there is none.
    ///
    /// @throws Failure if several begin so
    static Optional<JsonNode> find(Api api, String written) throws Failure {
        var open = new LinkedHashMap<String, JsonNode>();
        for (var each : api.get("/v2/deployments")) open.put(each.path("id").asText(), each);
        return Named.among(open.keySet(), written, "deployments").map(open::get);
    }

    /// How one stands, as the server shows it, open or ended; empty if the server knows none.
    static Optional<JsonNode> state(Api api, String id) throws Failure {
        return api.find("/v3/deployments/" + Api.encoded(id)).filter(shown -> shown.has("state"));
    }
}
