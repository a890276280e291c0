package io.dromos.journal.plugin;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/// Java's futures as Akka wants them: failures reach the actor as they were thrown, not wrapped.
final class Futures {
    private Futures() {}

    /// What `then` makes of the stage's value.
    static <T, R> Future<R> of(CompletionStage<T> stage, Function<T, R> then) {
        var result = new CompletableFuture<R>();
        var _ =
                stage.thenApply(then)
                        .whenComplete((value, failure) -> {
                            if (failure == null) {
                                result.complete(value);
                            } else {
                                result.completeExceptionally(bare(failure));
                            }
                        });
        return FutureConverters.asScala(result);
    }

    /// The value of `work`, done by `executor`.
    static <R> Future<R> supply(Executor executor, Supplier<R> work) {
        return of(CompletableFuture.supplyAsync(work, executor), Function.identity());
    }

    /// Completes when the stage does.
    @SuppressWarnings("NullAway") // null is the only Void there is, and Akka wants one
    static Future<Void> done(CompletionStage<?> stage) {
        return of(stage, _ -> null);
    }

    /// Completes when `work` has been done by `executor`.
    static Future<Void> run(Executor executor, Runnable work) {
        return done(CompletableFuture.runAsync(work, executor));
    }

    private static Throwable bare(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }
}
