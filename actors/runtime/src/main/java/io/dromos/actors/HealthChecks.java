package io.dromos.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.dromos.domain.health.Subjects;
import io.dromos.events.AppId;
import io.dromos.events.Version;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instances;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Sees to it that an application's tasks are asked for their health while its front is awake: by
/// the checks of the very configuration each runs, as far as anybody remembers that.
final class HealthChecks {

    private final AppId app;
    private final Setting setting;
    private final ActorContext<?> actor;
    private final ActorRef<ApplicationFront.Message> front;

    /// Configurations that were seen in force, for as long as instances have them.
    private final Map<Version, ApplicationSpec> known = new HashMap<>();

    private Optional<ActorRef<HealthWatch.Message>> watch = Optional.empty();

    /// @param actor whose child asks
    /// @param front who hears what is found
    HealthChecks(
            AppId app,
            Setting setting,
            ActorContext<?> actor,
            ActorRef<ApplicationFront.Message> front) {
        this.app = app;
        this.setting = setting;
        this.actor = actor;
        this.front = front;
    }

    /// Whether there is somebody to ask, so that the front must stay.
    boolean isNeeded() {
        return watch.isPresent();
    }

    /// Takes in how the application stands now; may be told the same again.
    void stands(ApplicationState state) {
        remember(state);
        // The watch looks into this later, in a thread of its own.
        var configurations = Map.copyOf(known);
        Subjects.Configurations find = config -> find(configurations, config);
        if (!Subjects.isNeeded(state, find)) {
            end();
            return;
        }
        if (watch.isEmpty())
            watch = Optional.of(actor.spawnAnonymous(HealthWatch.create(app, setting, front)));
        watch.get().tell(new HealthWatch.Changed(() -> Subjects.of(state, find)));
    }

    private void remember(ApplicationState state) {
        state.run().ifPresent(run -> known.put(run.info().lastConfigChangeAt(), run.spec()));
        if (known.size() > 1) known.keySet().removeIf(config -> !isUsed(state, config));
    }

    private static boolean isUsed(ApplicationState state, Version config) {
        return state.config().equals(Optional.of(config))
                || state.instances().index().keySet().stream()
                        .map(Instances.Key::config)
                        .anyMatch(config::equals);
    }

    private Optional<ApplicationSpec> find(Map<Version, ApplicationSpec> seen, Version config) {
        return Optional.ofNullable(seen.get(config))
                .or(() -> setting.health().configurations().find(app, config));
    }

    private void end() {
        if (watch.isEmpty()) return;
        actor.stop(watch.get());
        watch = Optional.empty();
    }
}
