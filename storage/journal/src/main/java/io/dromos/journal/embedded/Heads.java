package io.dromos.journal.embedded;

import io.dromos.journal.LogFact;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How far each aggregate and each fence has come: what is needed to judge the next list. One
/// thread writes, any reads.
///
/// Every change is idempotent and only ever grows, so a saved copy may be newer than it says and
/// records may be applied again on top of it.
final class Heads {
    private static final Aggregate NEVER = new Aggregate(0, 0, 0);

    private final Map<String, Aggregate> aggregates = new ConcurrentHashMap<>();
    private final Map<String, Long> fences = new ConcurrentHashMap<>();

    /// @param last the last sequence number, 0 if it never wrote
    /// @param hidden replay starts behind this number
    /// @param segment where its last record stands, 0 if it never wrote
    record Aggregate(long last, long hidden, int segment) {}

    Aggregate of(String persistenceId) {
        return aggregates.getOrDefault(persistenceId, NEVER);
    }

    /// The newest epoch of a fence, 0 if it was never claimed.
    long epoch(String fence) {
        return fences.getOrDefault(fence, 0L);
    }

    void wrote(String persistenceId, long last, int segment) {
        var before = of(persistenceId);
        if (last > before.last()) {
            aggregates.put(persistenceId, new Aggregate(last, before.hidden(), segment));
        }
    }

    /// Applies a durable fact of the log about itself.
    void apply(LogFact fact) {
        switch (fact) {
            case LogFact.FenceClaimed(var name, var epoch, _) -> claimed(name, epoch);
            case LogFact.Hidden(var id, var to) -> hidden(id, to);
        }
    }

    void claimed(String fence, long epoch) {
        fences.merge(fence, epoch, Math::max);
    }

    void hidden(String persistenceId, long to) {
        var before = of(persistenceId);
        if (to > before.hidden()) {
            put(persistenceId, new Aggregate(before.last(), to, before.segment()));
        }
    }

    void put(String persistenceId, Aggregate aggregate) {
        aggregates.put(persistenceId, aggregate);
    }

    Map<String, Aggregate> aggregates() {
        return aggregates;
    }

    Map<String, Long> fences() {
        return fences;
    }
}
