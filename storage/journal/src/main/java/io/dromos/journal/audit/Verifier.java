package io.dromos.journal.audit;

import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.LogDamaged;
import io.dromos.journal.LogRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Proves of record after record that it is what was written behind the one before: its place, its
/// content, the hash over both, its number within its aggregate, and a time that does not go back.
/// It believes no record's word on what stands before it.
///
/// What a chain cannot show: somebody who rewrites a record and then every hash behind it, or who
/// cuts the end off, leaves a chain that is right. Only a hash that was kept elsewhere shows that.
///
/// It remembers the last number of every aggregate it has met, and belongs to one thread.
public final class Verifier {
    private final Chain chain = new Chain();
    private final Map<String, Long> numbers = new HashMap<>();
    private final boolean knowsAll;
    private long offset;
    private Bytes hash;
    private Instant committedAt;

    private Verifier(boolean knowsAll, long offset, Bytes hash, Instant committedAt) {
        this.knowsAll = knowsAll;
        this.offset = offset;
        this.hash = hash;
        this.committedAt = committedAt;
    }

    /// Wants the first record next.
    public static Verifier fromTheBeginning() {
        return new Verifier(true, 0, Chain.GENESIS, Instant.MIN);
    }

    /// Wants the record behind this one next, whose hash is taken as right. The first number of an
    /// aggregate is then believed.
    public static Verifier behind(LogRecord trusted) {
        return new Verifier(false, trusted.offset(), trusted.hash(), trusted.committedAt());
    }

    /// The last record that was proved; 0 before the first.
    public long offset() {
        return offset;
    }

    /// Its hash.
    public Bytes hash() {
        return hash;
    }

    /// Takes the next record, or says what is wrong with it; then it still wants the same one.
    public Optional<Broken> take(LogRecord next) {
        var why = whyNot(next);
        if (why.isPresent()) {
            return why.map(it -> new Broken(offset + 1, it));
        }
        offset = next.offset();
        hash = next.hash();
        committedAt = next.committedAt();
        numbers.put(next.persistenceId(), next.sequenceNr());
        return Optional.empty();
    }

    private Optional<String> whyNot(LogRecord next) {
        if (next.offset() != offset + 1) {
            return Optional.of(LogDamaged.misplaced(offset + 1, next.offset()));
        }
        if (!computed(next).equals(next.hash())) {
            return Optional.of(
                    "its hash is not that of its content behind record %d: it was changed"
                            .formatted(offset));
        }
        if (next.committedAt().isBefore(committedAt)) {
            return Optional.of(
                    "it was stored at %s, before the record ahead of it at %s"
                            .formatted(next.committedAt(), committedAt));
        }
        return number(next);
    }

    private Bytes computed(LogRecord next) {
        var digest =
                chain.digest(
                        next.persistenceId(),
                        next.sequenceNr(),
                        next.decidedAt(),
                        next.eventName(),
                        next.payload(),
                        next.origin());
        return chain.hash(hash, next.offset(), next.committedAt(), digest);
    }

    private Optional<String> number(LogRecord next) {
        var last = numbers.get(next.persistenceId());
        if (last == null && !knowsAll) {
            return Optional.empty();
        }
        long wanted = last == null ? 1 : last + 1;
        return next.sequenceNr() == wanted
                ? Optional.empty()
                : Optional.of(
                        "it is number %d of %s, which should be %d"
                                .formatted(next.sequenceNr(), next.persistenceId(), wanted));
    }
}
