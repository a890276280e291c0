package io.dromos.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dromos.cli.outcome.Failure;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Turns the server's refusals into one sentence each.
final class Refusals {

    /// How many broken rules are told; of the rest, their number.
    static final int DETAILS_MAX = 5;

    private static final int BODY_SHOWN_MAX = 300;

    // Marathon's words tell of a method that nobody gives here.
    private static final String CREATED = "is already created. Use PUT to change this group";
    private static final String CREATED_HERE = "exists: add --replace to change it";
    private static final Pattern NO_DEPLOYMENT =
            Pattern.compile("DeploymentPlan (.*) does not exist\\.?");
    private static final Pattern TAKEN =
            Pattern.compile(
                    "An app with id \\[.*] already exists\\.|Apps with ids \\[.*] already exist\\.");

    private Refusals() {}

    static Failure failure(URI base, int status, String body) {
        if (status == 401)
            return Failure.failed(
                    base
                            + " wants a name and password: give --user NAME:PASSWORD, or set"
                            + " DROMOS_CREDENTIALS");
        var gone = NO_DEPLOYMENT.matcher(parsed(body).path("message").asText());
        if (status == 404 && gone.matches()) return Failure.noDeployment(gone.group(1));
        var sentence = sentence(status, body);
        return status == 503 ? Failure.busy(sentence) : Failure.failed(sentence);
    }

    private static String sentence(int status, String body) {
        var json = parsed(body);
        if (json.path("deployments").isArray() && status == 409) return locked(json);
        var message = json.path("message").asText("").strip().replace(CREATED, CREATED_HERE);
        if (message.isEmpty()) return bare(status, body);
        if (TAKEN.matcher(message).matches())
            return ended(message) + ": nothing was changed; add --replace to change what exists";
        var details = details(json.path("details"));
        return ended(details.isEmpty() ? message : message + ": " + String.join("; ", details));
    }

    private static String locked(JsonNode json) {
        var ids = new ArrayList<String>();
        json.path("deployments").forEach(each -> ids.add(each.path("id").asText()));
        return "Another deployment is at work on it (%s): wait for its end, or override it with --force"
                .formatted(String.join(", ", ids));
    }

    private static String bare(int status, String body) {
        var text = body.strip();
        boolean readable =
                !text.isEmpty() && !text.startsWith("<") && text.length() < BODY_SHOWN_MAX;
        return "The server answered %d%s".formatted(status, readable ? ": " + text : "");
    }

    private static List<String> details(JsonNode details) {
        var told = new ArrayList<String>();
        if (details.isTextual()) told.add(firstLine(details.asText()));
        for (var each : details) {
            var path = each.path("path").asText();
            var errors = new ArrayList<String>();
            each.path("errors").forEach(error -> errors.add(Codes.words(path, error.asText())));
            told.add((path.equals("/") ? "" : path + " ") + String.join(", ", errors));
        }
        if (told.size() <= DETAILS_MAX) return told;
        var some = new ArrayList<>(told.subList(0, DETAILS_MAX));
        some.add("and " + (told.size() - DETAILS_MAX) + " more");
        return some;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }

    private static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static JsonNode parsed(String body) {
        try {
            return Api.JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }
}
