package io.dromos.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.Named;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The deployments that are at work, and the last that ended.
final class Deployments {

    private Deployments() {}

    /// The one at work with this id, or the only one whose id begins so; empty if there is none.
    ///
    /// @throws Failure if several begin so
    static Optional<JsonNode> find(Api api, String written) throws Failure {
        var open = new LinkedHashMap<String, JsonNode>();
        for (var each : api.get("/v2/deployments")) open.put(each.path("id").asText(), each);
        return Named.among(open.keySet(), written, "deployments").map(open::get);
    }

    /// How one ended that has this id, or the only one that ended whose id begins so; empty if
    /// there is none.
    ///
    /// @throws Failure if several begin so
    static Optional<JsonNode> ended(Api api, String written) throws Failure {
        var id = Named.among(ended(api).keySet(), written, "deployments that ended");
        return id.isEmpty() ? Optional.empty() : state(api, id.get());
    }

    /// Those of which the end is remembered, the last first, without who brought it about.
    static Map<String, JsonNode> ended(Api api) throws Failure {
        var ended = new LinkedHashMap<String, JsonNode>();
        for (var each : all(api)) if (each.has("ended")) ended.put(each.path("id").asText(), each);
        return ended;
    }

    /// How all stand, in few words each; of an older server, none.
    static JsonNode all(Api api) throws Failure {
        return api.find("/v3/deployments").orElseGet(Api.JSON::createArrayNode);
    }

    /// The id of the one that is to be changed; what is known neither as at work nor as ended is
    /// left to the server to refuse.
    ///
    /// @throws Failure if it has ended, or several begin so
    static String open(Api api, String written) throws Failure {
        var open = find(api, written);
        if (open.isPresent()) return open.get().path("id").asText();
        var ended = ended(api, written);
        if (ended.isEmpty()) return written;
        throw Failure.failed(
                "The deployment %s is not at work any more: %s"
                        .formatted(
                                ended.get().path("id").asText(), ended.get().path("why").asText()));
    }

    /// How one stands, as the server shows it, open or ended; empty if the server knows none.
    static Optional<JsonNode> state(Api api, String id) throws Failure {
        return api.find("/v3/deployments/" + Api.encoded(id)).filter(shown -> shown.has("state"));
    }
}
