package io.dromos.simulation;

import io.dromos.domain.Decider;
import io.dromos.domain.Decider.Measure;
import io.dromos.events.Origin;
import io.dromos.events.Recorded;
import io.dromos.events.facts.Fact;
import io.dromos.journal.AtomicList;
import io.dromos.journal.Entry;
import io.dromos.journal.FactCodec;
import io.dromos.journal.Fence;
import io.dromos.journal.PayloadCodec;
import io.dromos.schema.FactTooBig;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What a batch of commands came to, and its facts as the log takes them.
///
/// @param entries the facts, numbered
/// @param fences what they need in order to be stored
record Decided<S, F extends Fact, R>(
        Decider.Gathered<S, F, R> gathered, List<Entry> entries, Set<Fence> fences) {

    private static final FactCodec CODEC = new FactCodec(Reading.EVENTS);
    private static final long BATCH_BYTES_MAX = 64 << 10;
    private static final long REQUEST_BYTES_MAX = 1 << 20;
    private static final Origin ORIGIN =
            Origin.system("simulation").because("\u00e9\u4e16\ud83d\ude80 \"\\\n");

    /// Gathers, measures and encodes as a store does.
    ///
    /// @param sequenceNr of the aggregate's last fact
    static <S, C, F extends Fact, R> Decided<S, F, R> of(
            Decider<S, C, F, R> decider,
            S before,
            List<C> commands,
            Place place,
            String persistenceId,
            long sequenceNr) {
        var encoded = new IdentityHashMap<Fact, PayloadCodec.Encoded>();
        var gathered =
                decider.gather(
                        before,
                        commands,
                        place.context(),
                        fact -> measure(fact, encoded),
                        BATCH_BYTES_MAX,
                        REQUEST_BYTES_MAX);
        var entries = new ArrayList<Entry>();
        var fences = new LinkedHashSet<Fence>();
        for (var fact : facts(gathered)) {
            var made = Objects.requireNonNull(encoded.get(fact), "each fact was measured");
            fences.addAll(made.fences());
            entries.add(
                    Entry.of(
                            persistenceId,
                            sequenceNr + entries.size() + 1,
                            place.context().now(),
                            made.eventName(),
                            made.payload(),
                            made.origin()));
        }
        if (place.course().has(Fault.STALE_EPOCH_ACCEPTED)) fences.clear();
        return new Decided<>(gathered, entries, fences);
    }

    private static <S, F extends Fact, R> List<F> facts(Decider.Gathered<S, F, R> gathered) {
        var facts = new ArrayList<F>();
        for (var taken : gathered.outcomes())
            if (taken instanceof Decider.Decided<F, R>(var decision))
                facts.addAll(decision.facts());
        return facts;
    }

    /// @param encoded keeps what is made for that
    private static Measure.Size measure(Fact fact, Map<Fact, PayloadCodec.Encoded> encoded) {
        try {
            var made = CODEC.encode(new Recorded(fact, ORIGIN));
            encoded.put(fact, made);
            return new Measure.Bytes(made.payload().size() + made.origin().size());
        } catch (FactTooBig e) {
            return new Measure.Unwritable(String.valueOf(e.getMessage()));
        }
    }

    /// All facts as one list, to be stored whole or not at all.
    AtomicList list(String persistenceId, long sequenceNr) {
        return new AtomicList(persistenceId, sequenceNr, List.copyOf(fences), entries);
    }
}
