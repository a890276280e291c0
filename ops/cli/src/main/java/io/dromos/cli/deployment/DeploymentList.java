package io.dromos.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Table;
import java.util.ArrayList;
import picocli.CommandLine.Command;

/// `dromos deployment list`.
@Command(name = "list", description = "Lists deployments that are not done.")
public final class DeploymentList extends BaseCommand {

    /// Constructed by picocli.
    public DeploymentList() {}

    @Override
    protected int execute() throws Failure {
        try (var api = api()) {
            var answer = api.get("/v2/deployments");
            if (isJson()) {
                print(answer);
                return ExitCode.OK;
            }
            var table = new Table("ID", "STEP", "NOW", "APPLICATIONS").whole("ID");
            for (var deployment : answer)
                table.row(
                        deployment.path("id").asText(),
                        "%s/%s"
                                .formatted(
                                        deployment.path("currentStep").asText(),
                                        deployment.path("totalSteps").asText()),
                        actions(deployment),
                        texts(deployment.path("affectedApps")));
            print(table);
            return ExitCode.OK;
        }
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
