package io.dromos.api;

import io.dromos.api.Frames.Framed;
import io.dromos.feed.Event;
import io.dromos.feed.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The newest events, so that those who were away for a short while get them without a look at the
/// log: at most [#KEPT_MAX], and [#KEPT_BYTES_MAX] bytes of them, without gaps.
///
/// A step that nobody listens to is told in words only once somebody comes. Not safe for several
/// threads.
final class NewestEvents {

    /// How many are kept.
    static final int KEPT_MAX = 4_096;

    /// How many bytes they may have together.
    static final long KEPT_BYTES_MAX = 16 << 20;

    private final String master;
    private final Deque<Framed> kept = new ArrayDeque<>();
    private long keptBytes;

    /// What happened since somebody listened last, not told in words yet.
    private final Deque<Step> untold = new ArrayDeque<>();

    private int untoldFacts;
    private long untoldBytes;
    private long after;
    private long reached;

    /// @param at where the first step begins
    NewestEvents(String master, long at) {
        this.master = master;
        this.after = at;
        this.reached = at;
    }

    /// A step of the views.
    private record Step(View before, List<Event> events) {

        long bytes() {
            return events.stream().mapToLong(Event::bytes).sum();
        }

        long last() {
            return events.getLast().offset();
        }
    }

    /// All facts behind this offset are here.
    long after() {
        return after;
    }

    /// The last fact of all steps.
    long reached() {
        return reached;
    }

    /// Takes a step that somebody listens to, and tells its events.
    List<Framed> add(View before, List<Event> events) {
        var step = new Step(before, events);
        reached = step.last();
        try {
            var framed = told(step);
            framed.forEach(this::keep);
            return framed;
        } catch (RuntimeException e) {
            keepNone(reached);
            throw e;
        }
    }

    /// Takes a step that nobody listens to.
    void leave(View before, List<Event> events) {
        var step = new Step(before, events);
        reached = step.last();
        untold.addLast(step);
        untoldFacts += events.size();
        untoldBytes += step.bytes();
        while (untoldFacts > KEPT_MAX || untoldBytes > KEPT_BYTES_MAX) {
            var oldest = untold.removeFirst();
            untoldFacts -= oldest.events().size();
            untoldBytes -= oldest.bytes();
            keepNone(oldest.last());
        }
    }

    /// Tells in words what was left. It may then be more than is kept.
    void tellLeft() {
        var steps = List.copyOf(untold);
        untold.clear();
        untoldFacts = 0;
        untoldBytes = 0;
        try {
            for (var step : steps) told(step).forEach(this::keep);
        } catch (RuntimeException e) {
            keepNone(reached);
            throw e;
        }
    }

    /// Those that were told and are new to somebody.
    List<Framed> since(Seen seen) {
        return kept.stream().filter(it -> it.isNewTo(seen)).toList();
    }

    private List<Framed> told(Step step) {
        var translator = new EventTranslator(step.before(), master);
        var framed = new ArrayList<Framed>();
        for (var event : step.events()) framed.addAll(Frames.of(translator.tell(event)));
        return framed;
    }

    private void keep(Framed framed) {
        kept.addLast(framed);
        keptBytes += framed.bytes().size();
        while (kept.size() > KEPT_MAX || keptBytes > KEPT_BYTES_MAX) {
            var oldest = kept.removeFirst();
            keptBytes -= oldest.bytes().size();
            after = oldest.offset();
        }
    }

    private void keepNone(long all) {
        kept.clear();
        keptBytes = 0;
        after = all;
    }
}
