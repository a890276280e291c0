package io.dromos.api;

import io.dromos.domain.catalog.Edit;
import io.dromos.domain.definition.PathIds;
import io.dromos.events.GroupId;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.Tree;
import io.dromos.feed.Event;
import io.dromos.feed.History;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// What was at any moment of the log: shows it, compares two, and brings it back.
final class PastRoutes {

    private final History history;
    private final LogReaders readers;
    private final Moments moments;
    private final Past past;
    private final Changes changes;

    PastRoutes(History history, LogReaders readers, Past past, Changes changes) {
        this.history = history;
        this.readers = readers;
        this.moments = new Moments(history);
        this.past = past;
        this.changes = changes;
    }

    /// `/v3/cluster?at=`: everything at a moment.
    CompletionStage<Reply> cluster(Call call, List<String> rest) {
        return at(call, rest.isEmpty(), past::cluster);
    }

    /// `/v3/apps/{id}?at=`: an application at a moment.
    CompletionStage<Reply> app(Call call, String id) {
        return at(call, true, moment -> past.app(moment, id));
    }

    private CompletionStage<Reply> at(Call call, boolean known, Function<Past.Moment, Reply> show) {
        if (!known) return Routes.done(Reply.unknownPath());
        if (!call.method().equals("GET")) return Routes.done(Reply.wrongMethod());
        return readers.read(() -> show.apply(moment(text(call, "at"))));
    }

    /// `/v3/diff/{id}?from=&to=`: what is different at two moments, in an application or a group.
    CompletionStage<Reply> diff(Call call, String id) {
        if (!call.method().equals("GET")) return Routes.done(Reply.wrongMethod());
        if (!PathIds.isValid(id)) return Routes.done(nothing(id, "at either moment"));
        return readers.read(() -> {
            var from = moment(Optional.of(wanted(call, "from")));
            var to = moment(text(call, "to"));
            var group = group(id);
            var known = Differences.has(from, group) || Differences.has(to, group);
            return known
                    ? Reply.ok(new Differences(from, to).of(group))
                    : nothing(id, "at either moment");
        });
    }

    /// `/v3/rollback/{id}?to=`: makes an application or a group what it was at a moment, as a new
    /// change; with `dryRun=true` tells the steps of it.
    CompletionStage<Reply> rollBack(Call call, String id) {
        if (!call.method().equals("POST")) return Routes.done(Reply.wrongMethod());
        if (!PathIds.isValid(id)) return Routes.done(nothing(id, "at any moment"));
        return readers.then(() -> {
            var moment = whole(moment(Optional.of(wanted(call, "to"))));
            var edit = restored(moment, id);
            if (edit.isEmpty())
                return Routes.done(nothing(id, "at offset " + moment.view().offset()));
            var edits = List.of(edit.get());
            var origin = call.origin().orFor("back to offset " + moment.view().offset());
            return call.flag("dryRun")
                    ? changes.dryRun(edits, origin)
                    : changes.result(edits, call.flag("force"), origin);
        });
    }

    /// Once the change was written whole in whose midst the moment is, if it is in one.
    private Past.Moment whole(Past.Moment moment) {
        var state = moment.view().catalog().state();
        long last =
                state.recent().values().stream()
                        .mapToLong(CatalogState.Admitted::last)
                        .max()
                        .orElse(0);
        return last <= state.sequence()
                ? moment
                : moment(Optional.of("" + (moment.view().offset() + last - state.sequence())));
    }

    private static Optional<Edit> restored(Past.Moment moment, String id) {
        var app = AppReads.definition(moment.view(), id);
        if (app.isPresent())
            return Optional.of(new Edit.Restore(app.get().app(), app.get().spec()));
        var group = group(id);
        return GroupReads.exists(moment.view(), group)
                ? Optional.of(
                        new Edit.RestoreGroup(group, Tree.of(moment.view().catalog().state())))
                : Optional.empty();
    }

    private static GroupId group(String id) {
        return new GroupId(PathIds.absolute(id, "/"));
    }

    private static Reply nothing(String id, String when) {
        return Reply.missing(
                "There was neither an application nor a group '%s' %s".formatted(id, when));
    }

    private static String wanted(Call call, String name) {
        return text(call, name)
                .orElseThrow(() ->
                        new LogQuery.Malformed(
                                "'%s' is missing: give an offset of the log, a time or a version"
                                        .formatted(name)));
    }

    private static Optional<String> text(Call call, String name) {
        return call.query(name).stream().findFirst();
    }

    private Past.Moment moment(Optional<String> text) {
        long offset = text.map(moments::find).orElseGet(history::head);
        var last = offset == 0 ? List.<Event>of() : history.read(offset, 1);
        return new Past.Moment(
                history.at(offset), last.stream().map(it -> it.committedAt()).findFirst());
    }
}
