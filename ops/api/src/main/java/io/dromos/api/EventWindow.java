package io.dromos.api;

import akka.actor.typed.ActorSystem;
import akka.util.ByteString;
import io.dromos.api.PastPieces.Goal;
import io.dromos.api.Streams.Answer;
import io.dromos.feed.History;
import java.util.HashSet;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/// `/v3/events?from=MOMENT&to=MOMENT`: the events of facts behind one moment and up to another, as
/// `/v2/events` told them, and then the end.
///
/// Without `from` it begins at the first fact, without `to` it ends at the present.
final class EventWindow {

    private static final String EVENTS = "text/event-stream";

    private final ActorSystem<?> system;
    private final History history;
    private final LongSupplier shown;
    private final Moments moments;
    private final Turns turns;
    private final String master;
    private final ApiSettings.Limits limits;

    /// @param shown the last fact that reads show
    EventWindow(
            ActorSystem<?> system,
            History history,
            LongSupplier shown,
            Turns turns,
            String master,
            ApiSettings.Limits limits) {
        this.system = system;
        this.history = history;
        this.shown = shown;
        this.moments = new Moments(history);
        this.turns = turns;
        this.master = master;
        this.limits = limits;
    }

    /// Whether the request is for such a stream.
    static boolean isFor(Call call) {
        var path = call.path();
        return path.equals("/v3/events") || path.equals("/v3/events/");
    }

    /// Answers with the stream, if the window makes sense.
    CompletionStage<Answer> answer(Call call) {
        if (!call.method().equals("GET")) return Streams.refused(Reply.wrongMethod());
        if (!Accepts.takes(call, EVENTS))
            return Streams.refused(Reply.message(406, "Not Acceptable"));
        return Streams.apart(() -> {
            // To find a moment reads the log as well.
            var turn = turns.next();
            try {
                turn.begin();
                return window(call);
            } catch (Turns.Refused _) {
                return new Answer.Refused(Turns.refusal());
            } catch (LogQuery.Malformed e) {
                return new Answer.Refused(Reply.message(422, String.valueOf(e.getMessage())));
            } catch (History.NoSuchMoment e) {
                return new Answer.Refused(Moments.notReached(e));
            } finally {
                turn.end();
                turn.leave();
            }
        });
    }

    private Answer window(Call call) {
        long from = moments.asked(call, "from").orElse(0);
        long to = moments.asked(call, "to").orElseGet(() -> Math.max(from, shown.getAsLong()));
        if (from > to)
            throw new LogQuery.Malformed(
                    "'from' is offset %d of the log, and 'to' is %d, before it"
                            .formatted(from, to));
        var seen = Streams.lastSeen(call);
        // Who gets an end comes back, unless he is told that there is no more.
        if (seen.isPresent() && seen.get().facts() >= to)
            return new Answer.Refused(Reply.empty(204));
        return events(call, seen.filter(it -> it.facts() >= from).orElse(new Seen(from)), to);
    }

    private Answer events(Call call, Seen after, long to) {
        if (!turns.isAny()) return new Answer.Refused(Turns.refusal());
        var turn = turns.next();
        var past = new PastEvents(history, master, after);
        var types = new HashSet<>(call.query("event_type"));
        var pieces = new PastPieces(past, types, turn, upTo(to));
        return Streams.bounded(
                system, limits, pieces.source().mapConcat(Streams::pieces), turn::leave);
    }

    private static Goal upTo(long to) {
        return new Goal() {
            @Override
            public boolean isReached(Seen seen) {
                return seen.facts() >= to;
            }

            @Override
            public long last() {
                return to;
            }

            @Override
            public ByteString end() {
                return Frames.mark(new Seen(to));
            }
        };
    }
}
