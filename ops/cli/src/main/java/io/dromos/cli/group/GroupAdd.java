package io.dromos.cli.group;

import io.dromos.cli.deployment.ChangeCommand;
import io.dromos.cli.document.Document;
import io.dromos.cli.document.Fields;
import io.dromos.cli.outcome.Failure;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dromos group add`.
@Command(
        name = "add",
        description = "Deploys the group of a file, with all groups and applications in it.")
public final class GroupAdd extends ChangeCommand {

    @Parameters(
            paramLabel = "FILE",
            description = "JSON as for POST /v2/groups; - reads standard input.")
    private String file = "";

    @Option(
            names = "--replace",
            description =
                    "Change the group if it exists. Of what stands in both, only differences are deployed; what the file does not hold is destroyed.")
    private boolean replace;

    @Option(names = "--force", description = "Override deployments that are at work on it.")
    private boolean force;

    /// Constructed by picocli.
    public GroupAdd() {}

    @Override
    protected Change change() throws Failure {
        var document = Document.read(file, "group");
        var tree = Tree.of(document);
        Fields.ofGroup(document.json()).forEach(terminal()::note);
        // Not to the group's own path: an id that begins without a slash would mean one below it.
        return new Change(
                replace ? "PUT" : "POST",
                "/v2/groups?force=" + force,
                Optional.of(document.bytes()),
                tree.apps(),
                tree.group().id() + " is deployed",
                tree.group().id() + " is admitted");
    }
}
