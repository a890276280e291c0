package io.dromos.api;

import io.dromos.domain.catalog.CatalogReply.Admitted;
import io.dromos.domain.catalog.Edit;
import io.dromos.domain.definition.AllowedRoles;
import io.dromos.domain.definition.ApplicationPatch;
import io.dromos.domain.definition.Checked;
import io.dromos.domain.definition.Definition;
import io.dromos.domain.definition.PathIds;
import io.dromos.domain.definition.Violation;
import io.dromos.events.AppId;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.json.ApplicationReader;
import io.dromos.json.ApplicationReader.Described;
import io.dromos.json.ApplicationReader.Update;
import io.dromos.json.DeploymentWriter;
import io.dromos.json.ErrorWriter;
import io.dromos.json.InfoWriter;
import io.dromos.json.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Changes what applications there are.
final class AppWrites {

    private final Changes changes;
    private final ReadModel reads;
    private final String base;

    /// @param base the server's address as clients see it, for `Location`
    AppWrites(Changes changes, ReadModel reads, String base) {
        this.changes = changes;
        this.reads = reads;
        this.base = base;
    }

    CompletionStage<Reply> create(Call call) {
        return Bodies.read(call, ApplicationReader::described, app -> create(call, app));
    }

    /// The answer shows the definition as it was asked for, in the role it was given: service ports
    /// are assigned later.
    private CompletionStage<Reply> create(Call call, Described described) {
        return switch (Definition.create(described.app(), described.patch(), AllowedRoles.ANY)) {
            case Checked.Bad bad ->
                    Routes.done(Reply.json(422, ErrorWriter.invalid(bad.violations())));
            case Checked.Good good ->
                    changes.admit(
                            List.of(new Edit.Create(described.app(), described.patch())),
                            call.flag("force"),
                            call.origin(),
                            admitted -> created(described.app(), good.spec(), admitted));
        };
    }

    private Reply created(AppId app, ApplicationSpec spec, Admitted admitted) {
        var role = reads.now().definition(app).map(it -> it.spec().role()).orElse(spec.role());
        var body =
                InfoWriter.created(
                        app, spec.withRole(role), admitted.version(), admitted.deployment());
        return located(Changes.deployed(Reply.json(201, body), admitted), app);
    }

    /// Marathon leaves `/v2/apps` out.
    private Reply located(Reply reply, AppId app) {
        return reply.with("Location", base + app.path());
    }

    CompletionStage<Reply> update(Call call, String id, boolean mayCreate) {
        return valid(
                id,
                app ->
                        Bodies.read(
                                call,
                                ApplicationReader::update,
                                update -> update(call, app, update, mayCreate)));
    }

    private CompletionStage<Reply> update(Call call, AppId app, Update update, boolean mayCreate) {
        boolean partial = !mayCreate || call.flag("partialUpdate", true);
        boolean known = reads.now().definition(app).isPresent();
        if (partial && known && update.version().isPresent()) {
            if (!update.patch().equals(ApplicationPatch.NOTHING))
                return Routes.done(
                        Reply.json(
                                422,
                                ErrorWriter.invalid(
                                        List.of(
                                                new Violation(
                                                        "/",
                                                        "The 'version' field may only be combined with"
                                                                + " the 'id' field.")))));
            return changes.result(
                    List.of(new Edit.Revert(app, update.version().get())),
                    call.flag("force"),
                    call.origin());
        }
        return changes.admit(
                List.of(new Edit.Update(app, update.patch(), !partial, mayCreate)),
                call.flag("force"),
                call.origin(),
                admitted -> updated(app, admitted));
    }

    private Reply updated(AppId app, Admitted admitted) {
        var body = DeploymentWriter.result(admitted.version(), admitted.deployment());
        boolean created =
                reads.now()
                        .definition(app)
                        .filter(it -> it.past().isEmpty())
                        .filter(it -> it.version().equals(admitted.version()))
                        .isPresent();
        if (!created) return Changes.deployed(Reply.ok(body), admitted);
        return located(Changes.deployed(Reply.json(201, body), admitted), app);
    }

    CompletionStage<Reply> updateAll(Call call, boolean mayCreate) {
        boolean partial = !mayCreate || call.flag("partialUpdate", true);
        boolean onlyNew = mayCreate && call.flag("onlyNew");
        return Bodies.read(
                call,
                ApplicationReader::updates,
                updates -> {
                    var edits = new ArrayList<Edit>();
                    var known = onlyNew ? known(updates) : List.<AppId>of();
                    if (!known.isEmpty()) return Routes.done(RefusalReplies.existing(known));
                    for (var update : updates) {
                        if (update.id().isEmpty())
                            return Routes.done(
                                    Reply.message(
                                            422,
                                            "requirement failed: App Update must have app id set"));
                        var app = update.id().get();
                        edits.add(
                                onlyNew
                                        ? new Edit.Create(app, update.patch().withoutDefaultPorts())
                                        : inList(app, update.patch(), !partial, mayCreate));
                    }
                    return changes.result(edits, call.flag("force"), call.origin());
                });
    }

    private List<AppId> known(List<Update> updates) {
        var view = reads.now();
        return updates.stream()
                .flatMap(update -> update.id().stream())
                .filter(app -> view.definition(app).isPresent())
                .toList();
    }

    /// Marathon gives an application that a list creates no port of itself.
    private Edit inList(AppId app, ApplicationPatch patch, boolean replace, boolean mayCreate) {
        boolean known = reads.now().definition(app).isPresent();
        return new Edit.Update(
                app, known ? patch : patch.withoutDefaultPorts(), replace, mayCreate);
    }

    CompletionStage<Reply> restart(Call call, String id) {
        return existing(
                id,
                app ->
                        changes.result(
                                List.of(new Edit.Restart(app)), call.flag("force"), call.origin()));
    }

    /// Deletion forces unless told otherwise.
    CompletionStage<Reply> remove(Call call, String id) {
        return existing(
                id,
                app ->
                        changes.result(
                                List.of(new Edit.Remove(app)),
                                call.flag("force", true),
                                call.origin()));
    }

    private static CompletionStage<Reply> valid(
            String id, Function<AppId, CompletionStage<Reply>> next) {
        if (!PathIds.isValid(id) || id.length() > PathIds.LENGTH_MAX)
            return Routes.done(
                    Reply.json(
                            422,
                            ErrorWriter.misshapen(List.of(new Violation("/id", "error.pattern")))));
        return switch (ApplicationReader.application(id)) {
            case Read.Good<AppId> good -> next.apply(good.value());
            case Read.Invalid<AppId> bad ->
                    Routes.done(Reply.json(422, ErrorWriter.invalid(bad.violations())));
            case Read.Misshapen<AppId> bad ->
                    Routes.done(Reply.json(422, ErrorWriter.misshapen(bad.violations())));
            case Read.Unreadable<AppId> bad -> Routes.done(Reply.message(400, bad.message()));
        };
    }

    /// An id that is none names no application.
    private static CompletionStage<Reply> existing(
            String id, Function<AppId, CompletionStage<Reply>> next) {
        if (!PathIds.isValid(id) || PathIds.absolute(id, "/").equals("/"))
            return Routes.done(Reply.message(404, "App '" + id + "' does not exist"));
        return next.apply(new AppId(PathIds.absolute(id, "/")));
    }
}
