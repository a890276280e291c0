package io.dromos.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.feed.Event;
import io.dromos.feed.History;
import io.dromos.json.Fragments;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// `/v3/log`: the records of the log, each with who, when and why; what a record came of and what
/// came of it.
final class LogRoutes {

    /// How many records one request looks at; the answer says where to go on.
    static final int LOOKED_AT_MAX = 100_000;

    /// How many records a tree of consequences has at most.
    static final int CAUSED_MAX = 2_000;

    private static final int AT_ONCE = 1_024;

    private final History history;
    private final Moments moments;
    private final LogReaders readers;
    private final LedgerRoutes ledger;

    LogRoutes(History history, LogReaders readers, Notary notary) {
        this.history = history;
        this.moments = new Moments(history);
        this.readers = readers;
        this.ledger = new LedgerRoutes(history.ledger(), notary, readers);
    }

    /// `/v3/log`, `/v3/log/{offset}` and what [LedgerRoutes] answers.
    CompletionStage<Reply> answer(Call call, List<String> rest) {
        if (rest.size() > 1) return Routes.done(Reply.unknownPath());
        if (!call.method().equals("GET")) return Routes.done(Reply.wrongMethod());
        if (rest.isEmpty()) return readers.read(() -> page(LogQuery.of(call, moments)));
        var name = rest.getFirst();
        return ledger.answer(call, name).orElseGet(() -> readers.read(() -> single(name)));
    }

    private Reply page(LogQuery query) {
        return query.after().isPresent()
                ? forward(query, query.after().getAsLong())
                : backward(query, query.before().orElse(Long.MAX_VALUE));
    }

    private Reply forward(LogQuery query, long after) {
        var found = new ArrayList<Event>();
        long next = after;
        long to = query.to().orElseGet(history::head);
        for (int seen = 0; next < to && seen < LOOKED_AT_MAX && found.size() < query.limit(); ) {
            var some = history.read(next + 1, (int) Math.min(AT_ONCE, to - next));
            if (some.isEmpty()) break;
            for (var event : some) {
                if (found.size() == query.limit()) break;
                next = event.offset();
                seen++;
                if (query.wanted().test(event)) found.add(event);
            }
        }
        return reply(query, found, next);
    }

    private Reply backward(LogQuery query, long before) {
        Deque<Event> found = new ArrayDeque<>();
        long next = Math.min(before, query.to().orElseGet(history::head) + 1);
        long stop = Math.max(1, next - LOOKED_AT_MAX);
        while (next > stop && found.size() < query.limit()) {
            long from = Math.max(stop, next - AT_ONCE);
            for (var event : window(from, next).reversed()) {
                if (found.size() == query.limit()) break;
                next = event.offset();
                if (query.wanted().test(event)) found.addFirst(event);
            }
        }
        return reply(query, List.copyOf(found), next);
    }

    /// All records from this offset up to another, however large they are.
    private List<Event> window(long from, long to) {
        var all = new ArrayList<Event>();
        for (long next = from; next < to; next = all.getLast().offset() + 1) {
            var some = history.read(next, (int) (to - next));
            if (some.isEmpty()) break;
            all.addAll(some);
        }
        return all;
    }

    private Reply reply(LogQuery query, List<Event> found, long next) {
        long head = history.head();
        return Reply.ok(
                Fragments.object(out -> {
                    out.writeNumberField("head", head);
                    if (query.to().isPresent()) out.writeNumberField("to", query.to().getAsLong());
                    out.writeNumberField("next", next);
                    records(out, "records", found);
                }));
    }

    private Reply single(String text) {
        long offset;
        try {
            offset = Long.parseLong(text);
        } catch (NumberFormatException _) {
            return Reply.unknownPath();
        }
        var found = offset < 1 ? List.<Event>of() : history.read(offset, 1);
        if (found.isEmpty())
            return Reply.missing(
                    "There is no record %d: the log ends at %d".formatted(offset, history.head()));
        var event = found.getFirst();
        var causes = new Causes(history);
        return Reply.ok(
                Fragments.object(out -> {
                    RecordWriter.fields(out, event);
                    records(out, "because", causes.because(event));
                    caused(out, causes, event, new int[] {CAUSED_MAX});
                }));
    }

    private static void records(JsonGenerator out, String name, List<Event> events)
            throws IOException {
        out.writeArrayFieldStart(name);
        for (var event : events) RecordWriter.write(out, event);
        out.writeEndArray();
    }

    /// @param left how many records may still be written
    private static void caused(JsonGenerator out, Causes causes, Event event, int[] left)
            throws IOException {
        var all = causes.caused(event);
        if (all.isEmpty()) return;
        out.writeArrayFieldStart("caused");
        for (var next : all) {
            if (left[0]-- <= 0) break;
            out.writeStartObject();
            RecordWriter.fields(out, next);
            caused(out, causes, next, left);
            out.writeEndObject();
        }
        out.writeEndArray();
        if (left[0] < 0 || causes.isExhausted()) out.writeBooleanField("more", true);
    }
}
