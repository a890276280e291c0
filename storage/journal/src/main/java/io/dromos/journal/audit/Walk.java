package io.dromos.journal.audit;

import io.dromos.journal.Bytes;
import io.dromos.journal.LogDamaged;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Records;
import java.util.Optional;

/// Verifies what a store holds, a stretch at a time.
public final class Walk {
    private final Records records;
    private final Verifier verifier;

    /// @param records what is stored behind the last record that the verifier has; stays the
    ///   caller's
    public Walk(Records records, Verifier verifier) {
        this.records = records;
        this.verifier = verifier;
    }

    /// From the first record on.
    public static Walk fromTheBeginning(Records records) {
        return new Walk(records, Verifier.fromTheBeginning());
    }

    /// Verifies the next records.
    ///
    /// @param until none behind this offset
    /// @param max at most this many
    public Stretch next(long until, long max) {
        long after = verifier.offset();
        var before = verifier.hash();
        var broken = Optional.<Broken>empty();
        boolean ended = false;
        try {
            for (long i = 0; i < max && verifier.offset() < until && broken.isEmpty(); i++) {
                LogRecord record = records.next();
                if (record == null) {
                    ended = true;
                    break;
                }
                broken = verifier.take(record);
            }
        } catch (LogDamaged e) {
            broken = Optional.of(new Broken(e.offset(), e.what()));
        }
        return stretch(after, before, broken, ended);
    }

    private Stretch stretch(long after, Bytes before, Optional<Broken> broken, boolean ended) {
        return new Stretch(after, before, verifier.offset(), verifier.hash(), broken, ended);
    }

    /// Verifies all that is left.
    public Stretch rest() {
        return next(Long.MAX_VALUE, Long.MAX_VALUE);
    }
}
