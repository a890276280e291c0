package io.dromos.server.crash;

import io.dromos.journal.Appended;
import io.dromos.journal.Batch;
import io.dromos.journal.Head;
import io.dromos.journal.Log;
import io.dromos.journal.Records;
import io.dromos.server.crash.CrashPoint.Effect;
import io.dromos.server.crash.CrashPoint.Moment;
import java.util.concurrent.CompletionStage;

/// A log with a seam before a batch is handed over, and after it is durable and before its writer
/// is told.
record CrashingLog(Log log, Crash crash) implements Log {

    @Override
    public CompletionStage<Appended> append(Batch batch) {
        crash.at(Effect.PERSIST, Moment.BEFORE);
        return log.append(batch).thenApply(this::after);
    }

    private <T> T after(T answer) {
        crash.at(Effect.PERSIST, Moment.AFTER);
        return answer;
    }

    @Override
    public Head head() {
        return log.head();
    }

    @Override
    public Records scan(long fromOffset) {
        return log.scan(fromOffset);
    }

    @Override
    public Records scan(String persistenceId, long fromSequenceNr) {
        return log.scan(persistenceId, fromSequenceNr);
    }

    @Override
    public CompletionStage<Long> highestSequenceNr(String persistenceId) {
        return log.highestSequenceNr(persistenceId);
    }

    @Override
    public long hiddenTo(String persistenceId) {
        return log.hiddenTo(persistenceId);
    }

    @Override
    public CompletionStage<Long> claim(String name, String owner) {
        return log.claim(name, owner);
    }

    @Override
    public CompletionStage<Long> hide(String persistenceId, long toSequenceNr) {
        return log.hide(persistenceId, toSequenceNr);
    }

    @Override
    public Subscription subscribe(Listener listener) {
        return log.subscribe(listener);
    }

    @Override
    public void close() {
        log.close();
    }
}
