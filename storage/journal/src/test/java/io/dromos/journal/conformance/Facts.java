package io.dromos.journal.conformance;

import io.dromos.journal.Appended;
import io.dromos.journal.AtomicList;
import io.dromos.journal.Batch;
import io.dromos.journal.Bytes;
import io.dromos.journal.Entry;
import io.dromos.journal.Fence;
import io.dromos.journal.Log;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Outcome;
import io.dromos.journal.Records;
import io.dromos.journal.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Makes and reads facts for tests.
public final class Facts {
    /// What every test uses as the time of a decision.
    public static final Instant DECIDED = Instant.parse("2026-10-20T08:00:00.123456Z");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Facts() {}

    /// A small fact with some text in it.
    public static Entry entry(String persistenceId, long sequenceNr) {
        return entry(persistenceId, sequenceNr, "task.observed.v1", "fact " + sequenceNr);
    }

    /// A fact whose payload is the JSON string `text`.
    public static Entry entry(String persistenceId, long sequenceNr, String name, String text) {
        return Entry.of(
                persistenceId,
                sequenceNr,
                DECIDED,
                name,
                Bytes.utf8("\"" + text + "\""),
                Bytes.utf8("{\"principal\":\"test\"}"));
    }

    /// A fact of `bytes` in all.
    public static Entry sized(String persistenceId, long sequenceNr, String name, int bytes) {
        return Entry.of(
                persistenceId,
                sequenceNr,
                DECIDED,
                name,
                Bytes.utf8("x".repeat(bytes)),
                Bytes.EMPTY);
    }

    /// `count` facts after `last`.
    public static AtomicList list(String persistenceId, long last, int count, Fence... fences) {
        var entries = new ArrayList<Entry>();
        for (int i = 1; i <= count; i++) {
            entries.add(entry(persistenceId, last + i));
        }
        return new AtomicList(persistenceId, last, List.of(fences), entries);
    }

    /// A list of one given fact.
    public static AtomicList list(Entry entry) {
        return new AtomicList(
                entry.persistenceId(), entry.sequenceNr() - 1, List.of(), List.of(entry));
    }

    /// Appends lists as one batch and waits for the outcomes.
    public static List<Outcome> append(Log log, AtomicList... lists) {
        return await(log.append(Batch.of(lists))).outcomes();
    }

    /// Appends a list that must be stored.
    public static Outcome.Stored stored(Log log, AtomicList list) {
        return switch (append(log, list).getFirst()) {
            case Outcome.Stored stored -> stored;
            case Outcome.Refused(var refusal) ->
                    throw new AssertionError("not stored: " + refusal.sentence());
        };
    }

    /// Appends a list that must be refused.
    public static Refusal refused(Log log, AtomicList list) {
        return refusal(append(log, list).getFirst());
    }

    /// Why a list was refused.
    public static Refusal refusal(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Stored stored -> throw new AssertionError("was stored: " + stored);
            case Outcome.Refused(var refusal) -> refusal;
        };
    }

    /// The value of a stage that completes in time.
    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no answer within " + PATIENCE, e);
        }
    }

    /// The outcomes of a batch under way.
    public static List<Outcome> outcomes(CompletionStage<Appended> appending) {
        return await(appending).outcomes();
    }

    /// Everything in the log.
    public static List<LogRecord> all(Log log) {
        try (var records = log.scan(1)) {
            return rest(records);
        }
    }

    /// Everything of one aggregate.
    public static List<LogRecord> all(Log log, String persistenceId) {
        try (var records = log.scan(persistenceId, 1)) {
            return rest(records);
        }
    }

    /// What a reader has before it.
    public static List<LogRecord> rest(Records records) {
        var found = new ArrayList<LogRecord>();
        for (var next = records.next(); next != null; next = records.next()) {
            found.add(next);
        }
        return found;
    }
}
