package io.dromos.api;

import io.dromos.domain.application.Wishes;
import io.dromos.events.AppId;
import io.dromos.events.state.CatalogState.Definition;
import io.dromos.feed.View;
import io.dromos.json.Fragments;
import io.dromos.json.QueueWriter;
import io.dromos.json.QueueWriter.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Shows which applications have instances that wait, and why.
final class QueueRoutes {

    private final Changes changes;
    private final ReadModel reads;
    private final Waits waits;
    private final Why why;
    private final InstantSource clock;

    QueueRoutes(Changes changes, ReadModel reads, Waits waits, InstantSource clock) {
        this.changes = changes;
        this.reads = reads;
        this.waits = waits;
        this.why = new Why(waits, clock);
        this.clock = clock;
    }

    /// `/v2/queue` and what is below.
    CompletionStage<Reply> answer(Call call, List<String> rest) {
        if (rest.isEmpty())
            return Routes.done(call.method().equals("GET") ? list(call) : Reply.wrongMethod());
        boolean delay = rest.size() > 1 && rest.getLast().equals("delay");
        if (!delay) return Routes.done(Reply.unknownPath());
        if (!call.method().equals("DELETE")) return Routes.done(Reply.wrongMethod());
        var id = Routes.id(rest.subList(0, rest.size() - 1));
        var view = reads.now();
        var waiting = AppReads.definition(view, id).flatMap(it -> waiting(view, it));
        return waiting.isEmpty()
                ? Routes.done(Reply.missing("Application " + id + " not found in tasks queue."))
                : changes.resetDelay(waiting.get().definition().app(), call.origin());
    }

    private Reply list(Call call) {
        var view = reads.now();
        var entries = new ArrayList<Waiting>();
        for (var definition : view.catalog().state().apps().values())
            waiting(view, definition).ifPresent(entries::add);
        boolean unused = call.query("embed").contains("lastUnusedOffers");
        return Reply.ok(QueueWriter.queue(entries, unused));
    }

    /// `/v3/apps/{id}/why`: why instances wait, in one sentence.
    Reply why(Call call, List<String> rest) {
        if (rest.size() < 2 || !rest.getLast().equals("why")) return Reply.unknownPath();
        if (!call.method().equals("GET")) return Reply.wrongMethod();
        var id = Routes.id(rest.subList(0, rest.size() - 1));
        var view = reads.now();
        var definition = AppReads.definition(view, id);
        if (definition.isEmpty()) return AppReads.unknown(id);
        var told = why.of(view, definition.get().app(), reads.hearing());
        return Reply.ok(
                Fragments.object(out -> {
                    out.writeStringField("app", definition.get().app().path());
                    out.writeNumberField("waiting", told.waiting());
                    out.writeStringField("why", told.sentence().orElse("no instance waits"));
                }));
    }

    private static Instant until(View view, AppId app) {
        return view.application(app).map(it -> it.delay().until()).orElse(Instant.EPOCH);
    }

    private Duration delay(View view, AppId app) {
        var left = Duration.between(clock.instant(), until(view, app));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Optional<Waiting> waiting(View view, Definition definition) {
        var state = view.application(definition.app());
        int count = state.map(Wishes::missing).orElse(0);
        if (count == 0) return Optional.empty();
        long delay = delay(view, definition.app()).toSeconds();
        var funnel = waits.why(definition.app()).map(Waits.Why::funnel).orElse(List.of());
        return Optional.of(
                new Waiting(definition, count, delay, definition.version().at(), funnel));
    }
}
