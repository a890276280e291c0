package io.dromos.journal.plugin;

import akka.actor.ActorRef;
import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.journal.japi.AsyncWriteJournal;
import io.dromos.journal.Appended;
import io.dromos.journal.AtomicList;
import io.dromos.journal.Batch;
import io.dromos.journal.Entry;
import io.dromos.journal.Fence;
import io.dromos.journal.LogRecord;
import io.dromos.journal.LogRefused;
import io.dromos.journal.Outcome;
import io.dromos.journal.PayloadCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/// Akka's journal on the log. A list persisted by one actor is one atomic list, with the number it
/// expects to follow.
///
/// It never *rejects* a write, since an actor goes on after a rejection: whatever the log refuses,
/// and whatever cannot be encoded, **fails** the write, and the actor stops and recovers.
public final class LogJournal extends AsyncWriteJournal {
    private final LogExtension extension = LogExtension.of(context().system());
    private final Executor reading =
            context().system().dispatchers().lookup("dromos.journal.reading");

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(
            Iterable<AtomicWrite> messages) {
        var codec = extension.codec();
        var now = Instant.now();
        var lists = new ArrayList<AtomicList>();
        for (AtomicWrite write : messages) {
            lists.add(list(write, codec, now));
        }
        var appended = extension.log().append(new Batch(UUID.randomUUID(), lists));
        return Futures.of(appended, LogJournal::accepted);
    }

    private static AtomicList list(AtomicWrite write, PayloadCodec codec, Instant now) {
        var fences = new LinkedHashSet<Fence>();
        var entries = new ArrayList<Entry>(write.size());
        for (PersistentRepr repr : CollectionConverters.asJava(write.payload())) {
            var encoded = codec.encode(repr.payload());
            fences.addAll(encoded.fences());
            entries.add(
                    Entry.of(
                            repr.persistenceId(),
                            repr.sequenceNr(),
                            now,
                            encoded.eventName(),
                            encoded.payload(),
                            encoded.origin()));
        }
        return new AtomicList(
                write.persistenceId(), write.lowestSequenceNr() - 1, List.copyOf(fences), entries);
    }

    /// An empty answer tells Akka that everything was accepted.
    private static Iterable<Optional<Exception>> accepted(Appended appended) {
        for (Outcome outcome : appended.outcomes()) {
            switch (outcome) {
                case Outcome.Stored _ -> {}
                case Outcome.Refused(var refusal) -> throw new LogRefused(refusal);
            }
        }
        return List.of();
    }

    /// A recorded mark that hides; nothing is ever removed.
    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        return Futures.done(extension.log().hide(persistenceId, toSequenceNr));
    }

    /// Waits behind everything that this or an earlier actor of the id has handed in.
    ///
    /// @param fromSequenceNr where the actor's snapshot ends, 0 without one
    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
        return Futures.of(
                extension.log().highestSequenceNr(persistenceId),
                highest -> atLeast(fromSequenceNr, highest, persistenceId));
    }

    /// Akka would take the larger of the two numbers in silence; but a log that ends before a
    /// snapshot has lost records.
    private static Long atLeast(long snapshot, long highest, String persistenceId) {
        if (highest < snapshot) {
            throw new IllegalStateException(
                    "the snapshot of %s is at #%d, the log ends it at #%d"
                            .formatted(persistenceId, snapshot, highest));
        }
        return highest;
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replay) {
        return Futures.run(reading, () -> replay(persistenceId, from, to, max, replay));
    }

    private void replay(
            String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replay) {
        var log = extension.log();
        long next = Math.max(from, log.hiddenTo(persistenceId) + 1);
        long left = max;
        try (var records = log.scan(persistenceId, next)) {
            while (next <= to && left > 0) {
                var found = records.next();
                if (found == null || found.sequenceNr() != next) {
                    throw new IllegalStateException(
                            "the log promised %s #%d to #%d and does not give #%d"
                                    .formatted(persistenceId, from, to, next));
                }
                replay.accept(repr(found));
                next++;
                left--;
            }
        }
    }

    private PersistentRepr repr(LogRecord found) {
        var payload = extension.codec().decode(found.eventName(), found.payload(), found.origin());
        return PersistentRepr.apply(
                        payload,
                        found.sequenceNr(),
                        found.persistenceId(),
                        PersistentRepr.Undefined(),
                        false,
                        ActorRef.noSender(),
                        PersistentRepr.Undefined())
                .withTimestamp(found.decidedAt().toEpochMilli());
    }
}
