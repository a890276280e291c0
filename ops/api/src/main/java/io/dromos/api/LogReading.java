package io.dromos.api;

import io.dromos.feed.History;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Answers requests that read the log, on threads of their own, at most [#READERS_MAX] at a time.
final class LogReading {

    /// How many requests read the log at a time.
    static final int READERS_MAX = 8;

    private final Semaphore readers = new Semaphore(READERS_MAX);

    /// The answer, or 503 if too many read already. What is asked for in the wrong way is answered
    /// with 422, a moment that the log does not reach with 404.
    CompletionStage<Reply> answer(Supplier<Reply> answer) {
        return then(() -> Routes.done(answer.get()));
    }

    /// As [#answer], where something else has to happen once the log was read.
    CompletionStage<Reply> then(Supplier<CompletionStage<Reply>> answer) {
        if (!readers.tryAcquire())
            return Routes.done(
                    Reply.message(
                            503,
                            "The log is read by %d requests already, as many as may: ask again later"
                                    .formatted(READERS_MAX)));
        var read = new CompletableFuture<CompletionStage<Reply>>();
        Thread.ofVirtual()
                .name("log reader")
                .start(() -> {
                    try {
                        read.complete(answer.get());
                    } catch (LogQuery.Malformed e) {
                        read.complete(
                                Routes.done(Reply.message(422, String.valueOf(e.getMessage()))));
                    } catch (History.NoSuchMoment e) {
                        read.complete(
                                Routes.done(
                                        Reply.message(
                                                404,
                                                "The moment is not reached: " + e.getMessage())));
                    } catch (RuntimeException e) {
                        read.completeExceptionally(e);
                    } finally {
                        readers.release();
                    }
                });
        return read.thenCompose(it -> it);
    }
}
