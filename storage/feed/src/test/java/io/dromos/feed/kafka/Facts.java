package io.dromos.feed.kafka;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.Recorded;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.Fact;
import io.dromos.events.facts.FrameworkFact;
import io.dromos.journal.AtomicList;
import io.dromos.journal.Batch;
import io.dromos.journal.Bytes;
import io.dromos.journal.Entry;
import io.dromos.journal.Log;
import io.dromos.journal.Outcome;
import io.dromos.schema.EventCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Small facts of a few applications and deployments, chosen by a seed and written to a log.
final class Facts {

    private static final Origin ORIGIN = Origin.system("facts");
    private static final EventCodec CODEC = new EventCodec();
    private static final int NAMES = 7;

    private final Log log;
    private final Random random;
    private final Map<String, Long> sequences = new HashMap<>();

    Facts(Log log, long seed) {
        this.log = log;
        this.random = new Random(seed);
    }

    /// Writes about so many, in lists of one to five.
    void write(int count) {
        for (int written = 0; written < count; ) {
            var lists = new ArrayList<AtomicList>();
            while (written < count && lists.size() < 200) {
                var list = list(1 + random.nextInt(5));
                lists.add(list);
                written += list.entries().size();
            }
            for (var list : lists) append(list);
        }
    }

    private void append(AtomicList list) {
        var outcome = log.append(Batch.of(list)).toCompletableFuture().join().outcomes();
        if (!(outcome.getFirst() instanceof Outcome.Stored))
            throw new IllegalStateException(String.valueOf(outcome));
    }

    private AtomicList list(int size) {
        int name = random.nextInt(NAMES);
        return switch (random.nextInt(10)) {
            case 0 -> list(PersistenceIds.FRAMEWORK, size, new FrameworkFact.EpochClaimed(1, at()));
            case 1, 2, 3 -> {
                var deployment = new DeploymentId("d" + name);
                yield list(
                        PersistenceIds.of(deployment),
                        size,
                        new DeploymentFact.StepStarted(deployment, 0, at()));
            }
            default -> {
                var app = new AppId("/app-" + name);
                yield list(PersistenceIds.of(app), size, new ApplicationFact.DelayReset(app, at()));
            }
        };
    }

    private Instant at() {
        return Instant.ofEpochSecond(random.nextInt(1_000_000));
    }

    private AtomicList list(String persistenceId, int size, Fact fact) {
        long last = sequences.getOrDefault(persistenceId, 0L);
        var encoded = CODEC.encode(new Recorded(fact, ORIGIN));
        var entries = new ArrayList<Entry>();
        for (int i = 1; i <= size; i++)
            entries.add(
                    Entry.of(
                            persistenceId,
                            last + i,
                            Instant.EPOCH,
                            encoded.name(),
                            Bytes.of(encoded.payload()),
                            Bytes.of(encoded.origin())));
        sequences.put(persistenceId, last + size);
        return new AtomicList(persistenceId, last, List.of(), entries);
    }
}
