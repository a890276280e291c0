package io.dromos.actors;

import io.dromos.domain.health.Attempt;
import io.dromos.domain.health.Question;
import io.dromos.domain.health.Watch;
import io.dromos.events.AppId;
import io.dromos.events.Version;
import io.dromos.events.spec.ApplicationSpec;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// What those who ask tasks for their health are given of the world around them.
///
/// @param prober asks
/// @param board shows people what was found
/// @param configurations looks up what old tasks run
public record HealthSetting(Prober prober, Board board, Configurations configurations) {

    /// Nobody is asked.
    public static final HealthSetting NONE =
            new HealthSetting(
                    _ -> CompletableFuture.completedStage(new Attempt.NotMade("nobody asks here")),
                    (_, _) -> {},
                    (_, _) -> Optional.empty());

    /// Asks tasks.
    @FunctionalInterface
    public interface Prober {
        /// Asks one at once or once it is its turn. Must not block.
        CompletionStage<Attempt> ask(Question question);
    }

    /// Where people look.
    @FunctionalInterface
    public interface Board {
        /// Shows what was found of an application's tasks, in place of what was shown before. Must
        /// not block.
        void show(AppId app, Watch watch);
    }

    /// Definitions of the past.
    @FunctionalInterface
    public interface Configurations {
        /// The definition of a configuration, if anybody remembers it. Must not block.
        Optional<ApplicationSpec> find(AppId app, Version config);
    }
}
