package io.dromos.cli.app;

import io.dromos.cli.command.AppPath;
import io.dromos.cli.deployment.ChangeCommand;
import io.dromos.cli.outcome.Failure;
import java.util.ArrayList;
import java.util.Optional;
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
            description = "Change the application if it exists, instance by instance.")
    private boolean replace;

    @Option(names = "--force", description = "Override a deployment that is at work on it.")
    private boolean force;

    /// Constructed by picocli.
    public AppAdd() {}

    @Override
    protected Change change() throws Failure {
        var document = Document.read(file);
        if (document.json().isArray()) return several(document);
        var id = document.json().path("id").asText("");
        if (id.isBlank()) throw Failure.failed(file + " has no \"id\"");
        var app = AppPath.of(id);
        return new Change(
                replace ? "PUT" : "POST",
                replace
                        ? app.resource() + "?partialUpdate=false&force=" + force
                        : "/v2/apps?force=" + force,
                Optional.of(document.bytes()),
                app.id() + " is deployed",
                app.id() + " is admitted");
    }

    private Change several(Document document) {
        var ids = new ArrayList<String>();
        document.json().forEach(each -> ids.add(AppPath.of(each.path("id").asText()).id()));
        var names = String.join(", ", ids);
        return new Change(
                "PUT",
                "/v2/apps?force=" + force,
                Optional.of(document.bytes()),
                names + " are deployed",
                names + " are admitted");
    }
}
