package io.dromos.journal.intake;

import io.dromos.journal.Appended;
import io.dromos.journal.Batch;
import io.dromos.journal.Limits;
import io.dromos.journal.LogFact;
import io.dromos.journal.Refusal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// What callers ask of a log: handed to its writer through the [Inbox], or refused at once.
///
/// Each answer is the caller's own copy, so that a caller who completes it disturbs nobody.
public final class Requests {
    private final Limits limits;
    private final Inbox inbox;
    private final Supplier<? extends Optional<? extends Refusal>> over;

    /// @param limits what is too big is refused before it is taken in
    /// @param inbox where the requests wait; what it refuses is refused
    /// @param over why nothing is taken now, if so; asked before each request is taken in, by many
    ///   threads
    public Requests(
            Limits limits, Inbox inbox, Supplier<? extends Optional<? extends Refusal>> over) {
        this.limits = limits;
        this.inbox = inbox;
        this.over = over;
    }

    /// [io.dromos.journal.Log#append].
    ///
    /// @throws IllegalArgumentException if a list belongs to the log itself
    public CompletionStage<Appended> append(Batch batch) {
        batch.lists().forEach(list -> refuseOurs(list.persistenceId()));
        var answer = new CompletableFuture<Appended>();
        return take(
                limits.tooBig(batch).map(big -> big),
                new Request.Append(batch, batch.storedBytes(), answer),
                answer);
    }

    /// [io.dromos.journal.Log#highestSequenceNr].
    public CompletionStage<Long> highestSequenceNr(String persistenceId) {
        var answer = new CompletableFuture<Long>();
        return take(Optional.empty(), new Request.Highest(persistenceId, answer), answer);
    }

    /// [io.dromos.journal.Log#claim].
    public CompletionStage<Long> claim(String name, String owner) {
        var answer = new CompletableFuture<Long>();
        return take(Optional.empty(), new Request.Claim(name, owner, answer), answer);
    }

    /// [io.dromos.journal.Log#hide].
    ///
    /// @throws IllegalArgumentException if the persistence id belongs to the log itself
    public CompletionStage<Long> hide(String persistenceId, long toSequenceNr) {
        refuseOurs(persistenceId);
        var answer = new CompletableFuture<Long>();
        return take(
                Optional.empty(), new Request.Hide(persistenceId, toSequenceNr, answer), answer);
    }

    private <T> CompletionStage<T> take(
            Optional<Refusal> wrong, Request request, CompletableFuture<T> answer) {
        wrong.or(over).or(() -> inbox.offer(request)).ifPresent(request::refuse);
        return answer.copy();
    }

    private static void refuseOurs(String persistenceId) {
        if (persistenceId.equals(LogFact.PERSISTENCE_ID)) {
            throw new IllegalArgumentException(
                    "the persistence id '" + persistenceId + "' belongs to the log itself");
        }
    }
}
