package io.dromos.api;

import io.dromos.domain.definition.PathIds;
import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.events.Version;
import io.dromos.events.state.CatalogState.Definition;
import io.dromos.feed.View;
import io.dromos.json.InfoWriter;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Answers what applications there are.
final class AppReads {

    private final ReadModel reads;
    private final AppPages pages;
    private final InstantSource clock;

    /// @param pages shared with all that show applications
    AppReads(ReadModel reads, AppPages pages, InstantSource clock) {
        this.reads = reads;
        this.pages = pages;
        this.clock = clock;
    }

    Reply list(Call call) {
        var embeds = Embed.parse(call.query("embed"));
        boolean filtered =
                List.of("cmd", "id", "label").stream().anyMatch(it -> !call.query(it).isEmpty());
        if (!filtered) return Reply.ok(pages.all(reads.now(), embeds, clock.instant()));
        try {
            return Reply.ok(pages.list("apps", reads.now(), filter(call), embeds, clock.instant()));
        } catch (LabelSelector.Malformed e) {
            return Reply.message(
                    422,
                    "Can not parse label selector %s. Reason: %s"
                            .formatted(call.query("label").getFirst(), e.getMessage()));
        }
    }

    private static Predicate<Definition> filter(Call call) throws LabelSelector.Malformed {
        Predicate<Definition> filter = _ -> true;
        for (var cmd : call.query("cmd").stream().limit(1).toList())
            filter = filter.and(it -> contains(it.spec().cmd().orElse(""), cmd));
        for (var id : call.query("id").stream().limit(1).toList())
            filter = filter.and(it -> contains(it.app().path(), id));
        for (var label : call.query("label").stream().limit(1).toList()) {
            Predicate<Map<String, String>> selector = LabelSelector.parse(label);
            filter = filter.and(it -> selector.test(it.spec().labels()));
        }
        return filter;
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    Reply single(Call call, String id) {
        return with(
                id,
                (view, definition) ->
                        Reply.ok(
                                pages.single(
                                        view,
                                        definition,
                                        Embed.parse(call.query("embed")),
                                        clock.instant())));
    }

    Reply versions(String id) {
        return with(id, (_, definition) -> Reply.ok(InfoWriter.versions(definition)));
    }

    Reply version(String id, String text) {
        return versioned(
                text,
                version ->
                        definition(reads.now(), id)
                                .flatMap(definition -> InfoWriter.version(definition, version))
                                .map(Reply::ok)
                                .orElseGet(() ->
                                        Reply.missing(
                                                "App '%s' does not exist in version %s"
                                                        .formatted(id, version))));
    }

    /// Answers with what the version has that a path names, or that it is none.
    static Reply versioned(String text, Function<Version, Reply> answer) {
        try {
            return answer.apply(Version.parse(text));
        } catch (DateTimeException _) {
            return Reply.message(
                    422,
                    "Invalid timestamp provided '%s'. Expecting ISO-8601 datetime string."
                            .formatted(text));
        }
    }

    Reply group(Call call, String group) {
        var view = reads.now();
        if (!isGroup(view, group)) return Reply.missing("Group '" + group + "' does not exist");
        return Reply.ok(
                pages.list(
                        "*",
                        view,
                        it -> isBelow(it.app(), group),
                        Embed.parse(call.query("embed")),
                        clock.instant()));
    }

    /// Whether there is such a group; the root always is.
    static boolean isGroup(View view, String group) {
        return PathIds.isValid(group)
                && GroupReads.exists(view, new GroupId(PathIds.absolute(group, "/")));
    }

    /// Whether the application is below the group, however deep.
    static boolean isBelow(AppId app, String group) {
        return group.equals("/") || app.path().startsWith(group + "/");
    }

    /// The definition in force under an id from a path, which need not be well-formed.
    static Optional<Definition> definition(View view, String id) {
        return PathIds.isValid(id) && !PathIds.absolute(id, "/").equals("/")
                ? view.definition(new AppId(PathIds.absolute(id, "/")))
                : Optional.empty();
    }

    /// What lookups of an unknown application answer.
    static Reply unknown(String id) {
        return Reply.missing("App '" + id + "' does not exist");
    }

    private Reply with(String id, Answer answer) {
        var view = reads.now();
        Function<Definition, Reply> some = definition -> answer.of(view, definition);
        return definition(view, id).map(some).orElseGet(() -> unknown(id));
    }

    @FunctionalInterface
    private interface Answer {
        Reply of(View view, Definition definition);
    }
}
