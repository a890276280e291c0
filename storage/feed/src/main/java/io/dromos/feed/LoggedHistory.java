package io.dromos.feed;

import io.dromos.feed.audit.Ledger;
import io.dromos.feed.audit.LoggedLedger;
import io.dromos.journal.Log;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Records;
import io.dromos.schema.EventCodec;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The history that a log holds. A view of the past is folded from the nearest one known: the
/// newest checkpoint before it, or one of the last [#KEPT_MAX] views that were asked for.
///
/// One view is made at a time, so that many who ask cost the memory of one.
public final class LoggedHistory implements History {

    /// How many views of the past are kept.
    public static final int KEPT_MAX = 4;

    /// A checkpoint is read only if it saves more than this many records.
    static final long WORTH_READING = 20_000;

    private final Log log;
    private final Ledger ledger;
    private final EventCodec codec;
    private final Seeds seeds;
    private final Supplier<View> present;
    private final long worthReading;
    private final ReentrantLock making = new ReentrantLock(true);
    private final Deque<View> kept = new ArrayDeque<>();

    /// Finds what a view of the past may be folded from.
    @FunctionalInterface
    public interface Seeds {
        /// The newest one that stands at this offset or before; [Seed#nothing] if there is none.
        Seed before(long offset);
    }

    /// @param present the view of this moment
    public LoggedHistory(Log log, EventCodec codec, Seeds seeds, Supplier<View> present) {
        this(log, codec, seeds, present, WORTH_READING);
    }

    /// Lets tests read every checkpoint.
    LoggedHistory(
            Log log, EventCodec codec, Seeds seeds, Supplier<View> present, long worthReading) {
        this.log = log;
        this.ledger = new LoggedLedger(log);
        this.codec = codec;
        this.seeds = seeds;
        this.present = present;
        this.worthReading = worthReading;
    }

    @Override
    public long head() {
        return log.head().offset();
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public List<Event> read(long from, int max) {
        return read(log.scan(Math.max(1, from)), max);
    }

    @Override
    public List<Event> of(String persistenceId, long fromSequenceNr, int max) {
        return read(log.scan(persistenceId, Math.max(1, fromSequenceNr)), max);
    }

    private List<Event> read(Records scanned, int max) {
        var events = new ArrayList<Event>();
        long bytes = 0;
        try (var records = scanned) {
            while (events.size() < max && bytes < Reader.BYTES_MAX) {
                var record = records.next();
                if (record == null) break;
                var event = Event.read(record, codec);
                events.add(event);
                bytes += event.bytes();
            }
        }
        return events;
    }

    @Override
    public View at(long offset) {
        var now = present.get();
        if (offset == now.offset()) return now;
        if (offset < 0 || offset > head()) throw new NoSuchMoment(offset, head());
        making.lock();
        try {
            var view = fold(nearest(offset), offset);
            keep(view);
            return view;
        } finally {
            making.unlock();
        }
    }

    @Override
    public long lastAt(Instant time) {
        long low = 0;
        long high = head();
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (record(middle).committedAt().isAfter(time)) high = middle - 1;
            else low = middle;
        }
        return low;
    }

    private View nearest(long offset) {
        var known = Stream.concat(Stream.of(present.get()), kept.stream());
        var best =
                known.filter(view -> view.offset() <= offset)
                        .max(Comparator.comparingLong(View::offset));
        if (best.isPresent() && offset - best.get().offset() <= worthReading) return best.get();
        var seed = seeds.before(offset);
        return best.filter(view -> view.offset() >= seed.position().offset())
                .orElseGet(() -> View.of(seed));
    }

    private View fold(View from, long offset) {
        var view = from;
        try (var records = log.scan(view.offset() + 1)) {
            while (view.offset() < offset) {
                var record = records.next();
                if (record == null) throw new NoSuchMoment(offset, view.offset());
                view = view.after(Event.read(record, codec));
            }
        }
        return view;
    }

    private void keep(View view) {
        kept.removeIf(it -> it.offset() == view.offset());
        kept.addLast(view);
        if (kept.size() > KEPT_MAX) kept.removeFirst();
    }

    private LogRecord record(long offset) {
        try (var records = log.scan(offset)) {
            var record = records.next();
            if (record == null) throw new NoSuchMoment(offset, head());
            return record;
        }
    }
}
