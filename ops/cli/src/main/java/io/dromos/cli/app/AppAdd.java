package io.dromos.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.AppPath;
import io.dromos.cli.deployment.ChangeCommand;
import io.dromos.cli.document.Document;
import io.dromos.cli.document.Fields;
import io.dromos.cli.outcome.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dromos app add`.
@Command(
        name = "add",
        description = "Deploys the application of a file, or several from an array in one change.")
public final class AppAdd extends ChangeCommand {

    @Parameters(
            paramLabel = "FILE",
            description = "JSON as for POST /v2/apps; - reads standard input.")
    private String file = "";

    @Option(
            names = "--replace",
            description =
                    "Change applications that exist, instance by instance; without it nothing is done if one does.")
    private boolean replace;

    @Option(names = "--force", description = "Override a deployment that is at work on it.")
    private boolean force;

    /// Constructed by picocli.
    public AppAdd() {}

    @Override
    protected Change change() throws Failure {
        var document = Document.read(file, "application");
        var apps = apps(document);
        Fields.ofApplications(document.json()).forEach(terminal()::note);
        if (document.json().isArray()) return several(document, apps);
        var app = apps.getFirst();
        return new Change(
                replace ? "PUT" : "POST",
                replace
                        ? app.resource() + "?partialUpdate=false&force=" + force
                        : "/v2/apps?force=" + force,
                Optional.of(document.bytes()),
                apps,
                app.id() + " is deployed",
                app.id() + " is admitted");
    }

    private List<AppPath> apps(Document document) throws Failure {
        var apps = new ArrayList<AppPath>();
        if (document.json().isObject()) apps.add(app(document.json(), document.name()));
        for (int i = 0; document.json().isArray() && i < document.json().size(); i++)
            apps.add(app(document.json().path(i), document.name() + ", element " + (i + 1)));
        if (apps.isEmpty())
            throw Failure.failed(document.name() + " holds no application: its list is empty");
        demandDifferent(document.name(), apps);
        return apps;
    }

    private static void demandDifferent(String document, List<AppPath> apps) throws Failure {
        var places = new HashMap<AppPath, Integer>();
        for (int i = 0; i < apps.size(); i++) {
            var before = places.putIfAbsent(apps.get(i), i);
            if (before != null)
                throw Failure.failed(
                        "%s defines %s twice, in elements %d and %d: leave one out"
                                .formatted(document, apps.get(i).id(), before + 1, i + 1));
        }
    }

    private static AppPath app(JsonNode json, String where) throws Failure {
        var id = json.path("id").asText("");
        if (id.isBlank()) throw Failure.failed(where + " has no \"id\"");
        return AppPath.of(id);
    }

    private Change several(Document document, List<AppPath> apps) {
        var names = apps.stream().map(AppPath::id).collect(Collectors.joining(", "));
        return new Change(
                "PUT",
                replace
                        ? "/v2/apps?partialUpdate=false&force=" + force
                        : "/v2/apps?onlyNew=true&force=" + force,
                Optional.of(document.bytes()),
                apps,
                names + (apps.size() == 1 ? " is" : " are") + " deployed",
                names + (apps.size() == 1 ? " is" : " are") + " admitted");
    }
}
