package io.dromos.api;

import io.dromos.feed.History;
import io.dromos.feed.audit.Ledger;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// The threads that read the log, of which there are at most [#MAX] at a time.
final class LogReaders {

    /// How many requests read the log at a time.
    static final int MAX = 8;

    private final Semaphore free = new Semaphore(MAX);

    /// Has a request answered by a thread of its own. What the request cannot have is an answer,
    /// too.
    CompletionStage<Reply> read(Supplier<Reply> answer) {
        return then(() -> Routes.done(answer.get()));
    }

    /// The same where something else has to happen once the log was read.
    CompletionStage<Reply> then(Supplier<CompletionStage<Reply>> answer) {
        if (!free.tryAcquire())
            return Routes.done(
                    Reply.message(
                            503,
                            "The log is read by %d requests already, as many as may: ask again later"
                                    .formatted(MAX)));
        var read = new CompletableFuture<CompletionStage<Reply>>();
        Thread.ofVirtual()
                .name("log reader")
                .start(() -> {
                    try {
                        read.complete(answered(answer));
                    } catch (RuntimeException e) {
                        read.completeExceptionally(e);
                    } finally {
                        free.release();
                    }
                });
        return read.thenCompose(it -> it);
    }

    private static CompletionStage<Reply> answered(Supplier<CompletionStage<Reply>> answer) {
        try {
            return answer.get();
        } catch (LogQuery.Malformed e) {
            return Routes.done(Reply.message(422, String.valueOf(e.getMessage())));
        } catch (History.NoSuchMoment e) {
            return Routes.done(Moments.notReached(e));
        } catch (Ledger.Unreadable e) {
            return Routes.done(
                    Reply.message(
                            e.passes() ? 503 : 500, "The log cannot be read: " + e.getMessage()));
        } catch (Notary.CannotSign e) {
            return Routes.done(Reply.message(503, String.valueOf(e.getMessage())));
        }
    }
}
