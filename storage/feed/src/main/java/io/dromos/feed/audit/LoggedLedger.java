package io.dromos.feed.audit;

import io.dromos.feed.History.NoSuchMoment;
import io.dromos.journal.Head;
import io.dromos.journal.Log;
import io.dromos.journal.LogDamaged;
import io.dromos.journal.LogRefused;
import io.dromos.journal.Records;
import io.dromos.journal.audit.Broken;
import io.dromos.journal.audit.Stretch;
import io.dromos.journal.audit.Verifier;
import io.dromos.journal.audit.Walk;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The ledger of a log that is open.
public final class LoggedLedger implements Ledger {

    private final Log log;

    /// Reads from `log`.
    public LoggedLedger(Log log) {
        this.log = log;
    }

    @Override
    public End end() {
        var head = log.head();
        var at = head.position();
        return new End(at.incarnation(), at.offset(), at.hash().hex(), head.lastCommitTime());
    }

    @Override
    public Verification verify(long after, long until, long max) {
        var head = log.head();
        if (after > head.offset()) throw new NoSuchMoment(after, head.offset());
        return reading(() -> {
            long anchor = Math.max(0, after - 1);
            try (var records = log.scanStored(Math.max(1, anchor))) {
                var walk = new Walk(records, behind(records, anchor));
                var own = walk.next(after, 1);
                var stretch = own.broken().isPresent() ? own : walk.next(until, max);
                return Verification.of(
                        stretch, head.offset(), stretch.broken().or(() -> end(stretch, head)));
            } catch (LogDamaged e) {
                return Verification.broken(
                        after + 1, head.offset(), new Broken(e.offset(), e.what()));
            }
        });
    }

    private static Verifier behind(Records records, long anchor) {
        if (anchor == 0) return Verifier.fromTheBeginning();
        var record = records.next();
        if (record == null) throw new LogDamaged(anchor, "the log goes on behind it");
        if (record.offset() != anchor)
            throw new LogDamaged(anchor, LogDamaged.misplaced(anchor, record.offset()));
        return Verifier.behind(record);
    }

    /// What the store holds is compared with what this process wrote.
    private static Optional<Broken> end(Stretch stretch, Head head) {
        if (stretch.ended() && stretch.to() < head.offset())
            return Optional.of(
                    new Broken(
                            stretch.to() + 1,
                            "it is missing: the log goes on to record " + head.offset()));
        boolean same =
                stretch.to() != head.offset() || stretch.hash().equals(head.position().hash());
        return same
                ? Optional.empty()
                : Optional.of(
                        new Broken(stretch.to(), "it is another record than the server wrote"));
    }

    @Override
    public Exported export(long after, int max) {
        return reading(() -> {
            try (var records = log.scan(after + 1)) {
                return Exported.of(records, after, max);
            }
        });
    }

    @Override
    public Sums sums(long after, long max) {
        long head = log.head().offset();
        return reading(() -> {
            try (var records = log.scan(after + 1)) {
                var sums = Sums.of(records, after, max);
                return sums.within(head, sums.to() < head ? List.of() : log.extents());
            }
        });
    }

    private static <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (LogDamaged e) {
            throw new Unreadable(String.valueOf(e.getMessage()), false, e);
        } catch (LogRefused e) {
            throw new Unreadable(String.valueOf(e.getMessage()), true, e);
        }
    }
}
