package io.dromos.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.dromos.cli.command.AppPath;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `dromos why`.
@Command(
        name = "why",
        description =
                "Says why an application, a group or a deployment is not as it should be, if it is not.")
public final class WhyCommand extends BaseCommand {

    @Parameters(
            paramLabel = "ID",
            description =
                    "The id of an application or a group, or of a deployment or its beginning.")
    private String written = "";

    /// Constructed by picocli.
    public WhyCommand() {}

    @Override
    protected int execute() throws Failure {
        try (var api = api()) {
            var told = Api.JSON.createArrayNode();
            var deployment = Deployments.find(api, written);
            if (deployment.isPresent()) say(api, deployment.get(), told);
            for (var app : deployment.isPresent() ? atWork(deployment.get()) : apps(api, told)) {
                var answer = api.find(app.resource()).map(found -> found.path("app"));
                if (answer.isEmpty()) continue;
                var sentence = sentence(api, app, answer.get());
                told.addObject().put("app", app.id()).put("why", sentence);
                if (!isJson()) terminal().say(app.id() + ": " + sentence);
            }
            if (isJson()) print(told);
            else if (told.isEmpty()) terminal().say(written + ": no application is in it");
            return ExitCode.OK;
        }
    }

    /// What a deployment waits for as a whole, or how it ended, if its server tells it.
    private void say(Api api, JsonNode deployment, ArrayNode told) throws Failure {
        var id = deployment.path("id").asText();
        var why = Deployments.state(api, id).map(shown -> shown.path("why").asText()).orElse("");
        if (why.isEmpty()) return;
        told.addObject().put("deployment", id).put("why", why);
        if (!isJson()) terminal().say("deployment " + id + ": " + why);
    }

    private static Set<AppPath> atWork(JsonNode deployment) {
        var apps = new LinkedHashSet<AppPath>();
        for (var action : deployment.path("currentActions"))
            apps.add(AppPath.of(action.path("app").asText()));
        return apps;
    }

    /// The applications that are meant; of a deployment that has ended it is told how, and none is.
    private Set<AppPath> apps(Api api, ArrayNode told) throws Failure {
        var apps = new LinkedHashSet<AppPath>();
        var path = AppPath.of(written);
        if (!path.id().equals("/") && api.find(path.resource()).isPresent()) return Set.of(path);
        var group = api.find(path.groupResource() + "?embed=group.groups&embed=group.apps");
        if (group.isPresent()) {
            collect(group.get(), apps);
            return apps;
        }
        var ended = Deployments.ended(api, written);
        if (ended.isEmpty()) throw nothing(path);
        say(api, ended.get(), told);
        return apps;
    }

    private static Failure nothing(AppPath path) {
        return Failure.failed(
                "There is no application and no group %s, and no deployment whose id begins so: see 'dromos deployment list', or with --ended"
                        .formatted(path.id()));
    }

    private static void collect(JsonNode group, Set<AppPath> apps) {
        for (var app : group.path("apps")) apps.add(AppPath.of(app.path("id").asText()));
        for (var inner : group.path("groups")) collect(inner, apps);
    }

    private static String sentence(Api api, AppPath path, JsonNode app) throws Failure {
        var counts = Reasons.counts(app);
        var reasons = Reasons.all(api, path);
        if (!reasons.isEmpty()) return counts + "; " + reasons;
        if (app.path("deployments").isEmpty()) return counts;
        return "%s; the deployment %s is at work on it"
                .formatted(counts, app.path("deployments").path(0).path("id").asText());
    }
}
