package io.dromos.journal.intake;

import io.dromos.journal.Appended;
import io.dromos.journal.Batch;
import io.dromos.journal.LogRefused;
import io.dromos.journal.Outcome;
import io.dromos.journal.Refusal;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;

/// What waits for the writer, with the promise to be kept.
public sealed interface Request {
    /// [io.dromos.journal.Log#append].
    record Append(Batch batch, long storedBytes, CompletableFuture<Appended> answer)
            implements Request {}

    /// [io.dromos.journal.Log#highestSequenceNr].
    record Highest(String persistenceId, CompletableFuture<Long> answer) implements Request {}

    /// [io.dromos.journal.Log#claim].
    record Claim(String fence, String owner, CompletableFuture<Long> answer) implements Request {}

    /// [io.dromos.journal.Log#hide].
    record Hide(String persistenceId, long to, CompletableFuture<Long> answer) implements Request {}

    /// What counts against the bound of the inbox.
    default long bytes() {
        return switch (this) {
            case Append append -> append.storedBytes();
            case Highest _, Claim _, Hide _ -> 0;
        };
    }

    /// What counts against the other bound of the inbox.
    default int lists() {
        return switch (this) {
            case Append append -> append.batch().lists().size();
            case Highest _, Claim _, Hide _ -> 1;
        };
    }

    /// Answers that it was not done, and why: an append with a refusal of each list, the others
    /// with a [LogRefused]. What was answered before stays as it is.
    default void refuse(Refusal why) {
        switch (this) {
            case Append(var batch, _, var answer) -> {
                var outcome = new Outcome.Refused(why);
                var outcomes = Collections.<Outcome>nCopies(batch.lists().size(), outcome);
                answer.complete(new Appended(batch.id(), outcomes));
            }
            case Highest(_, var answer) -> answer.completeExceptionally(new LogRefused(why));
            case Claim(_, _, var answer) -> answer.completeExceptionally(new LogRefused(why));
            case Hide(_, _, var answer) -> answer.completeExceptionally(new LogRefused(why));
        }
    }
}
