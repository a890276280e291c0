package io.dromos.actors;

import io.dromos.domain.health.Attempt;
import io.dromos.domain.health.Question;
import io.dromos.domain.health.Watch;
import io.dromos.events.AppId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// What those who ask tasks for their health are given of the world around them.
///
/// @param prober asks
/// @param board shows people what was found
public record HealthSetting(Prober prober, Board board) {

    /// Nobody is asked.
    public static final HealthSetting NONE =
            new HealthSetting(
                    (_, _) ->
                            CompletableFuture.completedStage(
                                    new Attempt.NotMade("nobody asks here")),
                    (_, _) -> {});

    /// Asks tasks.
    @FunctionalInterface
    public interface Prober {
        /// Asks a task of this application at once or once it is its turn, fairly among
        /// applications. Must not block.
        CompletionStage<Attempt> ask(AppId app, Question question);
    }

    /// Where people look.
    @FunctionalInterface
    public interface Board {
        /// Shows what was found of an application's tasks, in place of what was shown before; it is
        /// told after each step, also when nothing else was found. Whoever begins to watch anew
        /// shows [Watch#NONE] first. Must not block.
        void show(AppId app, Watch watch);
    }
}
