package io.dromos.api;

import io.dromos.api.Frames.Framed;
import io.dromos.events.state.CatalogState;
import io.dromos.feed.Event;
import io.dromos.feed.History;
import io.dromos.feed.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The events of the past, told from the log as they were told when they happened, a bounded piece
/// at a time.
///
/// It folds along from the view of its beginning, which is made at the first piece. Blocks on the
/// store. It belongs to one thread at a time.
final class PastEvents {

    /// How many records are looked at for one piece.
    static final int RECORDS_MAX = 256;

    /// How many bytes a piece has at most, unless those of one fact are more.
    static final int BYTES_MAX = 64 << 10;

    private final History history;
    private final String master;
    private final Deque<Event> read = new ArrayDeque<>();
    private Optional<EventTranslator> translator = Optional.empty();
    private Seen seen;

    /// @param master Mesos' master, as it was named
    /// @param seen what needs not be told
    PastEvents(History history, String master, Seen seen) {
        this.history = history;
        this.master = master;
        this.seen = seen;
    }

    /// What was told, or needed not be.
    Seen seen() {
        return seen;
    }

    /// The events of the next facts; maybe none, if these have none.
    ///
    /// @param to the last fact that is looked at
    /// @throws History.NoSuchMoment if the log does not reach so far
    List<Framed> next(long to) {
        var framed = new ArrayList<Framed>();
        if (seen.facts() >= to) return framed;
        var telling = begun();
        int bytes = 0;
        for (int i = 0; i < RECORDS_MAX && bytes < BYTES_MAX && seen.facts() < to; i++) {
            for (var it : Frames.of(telling.tell(record(to)))) {
                if (!it.isNewTo(seen)) continue;
                framed.add(it);
                bytes += it.bytes().size();
            }
            seen = new Seen(seen.facts() + 1);
        }
        return framed;
    }

    private Event record(long to) {
        long from = seen.facts() + 1;
        if (read.isEmpty())
            read.addAll(history.read(from, (int) Math.min(RECORDS_MAX, to - from + 1)));
        var next = read.poll();
        if (next == null) throw new History.NoSuchMoment(from, history.head());
        return next;
    }

    private EventTranslator begun() {
        if (translator.isPresent()) return translator.get();
        long told = seen.facts();
        var start = beginning(told);
        var telling = new EventTranslator(start, master);
        for (long at = start.offset(); at < told; ) {
            var some = history.read(at + 1, (int) Math.min(RECORDS_MAX, told - at));
            if (some.isEmpty()) throw new History.NoSuchMoment(told, history.head());
            for (var event : some) telling.tell(event);
            at = some.getLast().offset();
        }
        translator = Optional.of(telling);
        return telling;
    }

    /// What was when everything had been told; but of a change of which only the first facts had
    /// been told, what was before it: how it is told is known only from all of its facts.
    private View beginning(long told) {
        var view = history.at(told);
        var catalog = view.catalog().state();
        return catalog.recent().values().stream()
                .filter(change -> change.last() > catalog.sequence())
                .findFirst()
                .map(change -> history.at(told - facts(catalog, change)))
                .orElse(view);
    }

    /// How many facts of the change are folded; they follow each other in the log.
    private static long facts(CatalogState catalog, CatalogState.Admitted change) {
        return catalog.sequence() - change.admission() + 1;
    }
}
