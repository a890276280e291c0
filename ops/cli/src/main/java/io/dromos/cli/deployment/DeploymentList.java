package io.dromos.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Table;
import java.util.ArrayList;
import java.util.HashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `dromos deployment list`.
@Command(
        name = "list",
        description = "Lists deployments that are not done, or the last that ended.")
public final class DeploymentList extends BaseCommand {

    @Option(names = "--ended", description = "List the last that ended, and how, instead.")
    private boolean ended;

    /// Constructed by picocli.
    public DeploymentList() {}

    @Override
    protected int execute() throws Failure {
        try (var api = api()) {
            if (ended) listEnded(api);
            else listOpen(api);
            return ExitCode.OK;
        }
    }

    private void listOpen(Api api) throws Failure {
        var answer = api.get("/v2/deployments");
        var states = new HashMap<String, String>();
        if (!answer.isEmpty())
            for (var each : Deployments.all(api))
                states.put(each.path("id").asText(), each.path("state").asText());
        if (isJson()) {
            for (var each : answer) {
                var state = states.get(each.path("id").asText());
                if (state != null && each instanceof ObjectNode open) open.put("state", state);
            }
            print(answer);
            return;
        }
        var table = new Table("ID", "STATE", "STEP", "NOW", "APPLICATIONS").whole("ID");
        for (var deployment : answer)
            table.row(
                    deployment.path("id").asText(),
                    states.getOrDefault(deployment.path("id").asText(), "-"),
                    "%s/%s"
                            .formatted(
                                    deployment.path("currentStep").asText(),
                                    deployment.path("totalSteps").asText()),
                    actions(deployment),
                    texts(deployment.path("affectedApps")));
        print(table);
    }

    private void listEnded(Api api) throws Failure {
        var all = Deployments.ended(api).values();
        if (isJson()) {
            print(Api.JSON.createArrayNode().addAll(all));
            return;
        }
        var table = new Table("ID", "STATE", "WHY").whole("ID").whole("WHY");
        for (var each : all)
            table.row(
                    each.path("id").asText(),
                    each.path("state").asText(),
                    each.path("why").asText());
        print(table);
    }

    private static String actions(JsonNode deployment) {
        var actions = new ArrayList<String>();
        for (var action : deployment.path("currentActions"))
            actions.add(action.path("action").asText() + " " + action.path("app").asText());
        return actions.isEmpty() ? "-" : String.join(", ", actions);
    }

    private static String texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(each -> texts.add(each.asText()));
        return String.join(" ", texts);
    }
}
