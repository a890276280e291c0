package io.dromos.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.AppPath;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dromos rollback`.
@Command(
        name = "rollback",
        description =
                "Brings an application or a group back to what it was, as a new change: to a version it had, or to any moment of the log.")
public final class RollbackCommand extends ChangeCommand {

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "The id of an application or a group.")
    private String id = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VERSION",
            description =
                    "Which one, as 'app versions' and 'group versions' list them. Default: the one before that of now.")
    private String version = "";

    @Option(
            names = "--to",
            paramLabel = "MOMENT",
            description =
                    "Back to what it was at a time such as 2026-01-31T12:00:00Z, an offset of the log, or a version, however long ago and even if it was removed since.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--force", description = "Override a deployment that is at work on it.")
    private boolean force;

    /// Constructed by picocli.
    public RollbackCommand() {}

    @Override
    protected Change change() throws Failure {
        var path = AppPath.of(id);
        if (to.isPresent()) return change(path, to.get());
        try (var api = api()) {
            var app =
                    path.id().equals("/") ? Optional.<JsonNode>empty() : api.find(path.resource());
            if (app.isPresent()) {
                var versions = sorted(api.get(path.resource() + "/versions").path("versions"));
                var now = app.get().path("app").path("version").asText();
                return change(path, path.resource(), List.of(path), chosen(path, versions, now));
            }
            var group = api.find(path.groupResource());
            if (group.isEmpty())
                throw Failure.failed("There is neither an application nor a group " + path.id());
            var versions = sorted(api.get(path.groupResource() + "/versions"));
            // What the group itself shows is the version of the last change of anything.
            var now = versions.isEmpty() ? group.get().path("version").asText() : versions.last();
            return change(path, path.groupResource(), List.of(), chosen(path, versions, now));
        }
    }

    private Change change(AppPath path, String moment) throws Failure {
        if (!version.isEmpty())
            throw Failure.usage("Give a VERSION or --to MOMENT, not both: %s".formatted(version));
        return new Change(
                "POST",
                "/v3/rollback%s?to=%s&force=%s"
                        .formatted(path.encoded(), Api.encoded(moment), force),
                Optional.empty(),
                List.of(),
                "%s is back at what it was at %s".formatted(path.id(), moment),
                "%s will be brought back to what it was at %s".formatted(path.id(), moment));
    }

    private static SortedSet<String> sorted(JsonNode versions) {
        var known = new TreeSet<String>();
        versions.forEach(each -> known.add(each.asText()));
        return known;
    }

    private String chosen(AppPath path, SortedSet<String> known, String now) throws Failure {
        if (version.isEmpty()) {
            var before = known.headSet(now);
            if (!before.isEmpty()) return before.last();
            throw Failure.failed(
                    "%s has no version before that of now, %s".formatted(path.id(), now));
        }
        if (known.contains(version)) return version;
        throw Failure.failed(
                "%s never had the version %s, or it is forgotten: the oldest known is %s"
                        .formatted(path.id(), version, known.isEmpty() ? now : known.first()));
    }

    private Change change(AppPath path, String resource, List<AppPath> apps, String back) {
        var body = Api.JSON.createObjectNode().put("version", back).toString();
        return new Change(
                "PUT",
                resource + "?force=" + force,
                Optional.of(body.getBytes(StandardCharsets.UTF_8)),
                apps,
                "%s is back at %s".formatted(path.id(), back),
                "%s will be brought back to %s".formatted(path.id(), back));
    }
}
