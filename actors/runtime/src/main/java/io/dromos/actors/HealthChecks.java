package io.dromos.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.dromos.domain.health.Subjects;
import io.dromos.events.AppId;
import io.dromos.events.state.ApplicationState;
import java.util.Optional;

/// Sees to it that an application's tasks are asked for their health while its front is awake: by
/// the checks of the very configuration each runs.
final class HealthChecks {

    private final AppId app;
    private final Setting setting;
    private final ActorContext<?> actor;
    private final ActorRef<ApplicationFront.Message> front;

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
        if (!Subjects.isNeeded(state)) {
            end();
            return;
        }
        if (watch.isEmpty())
            watch = Optional.of(actor.spawnAnonymous(HealthWatch.create(app, setting, front)));
        watch.get().tell(new HealthWatch.Changed(() -> Subjects.of(state)));
    }

    private void end() {
        if (watch.isEmpty()) return;
        actor.stop(watch.get());
        watch = Optional.empty();
    }
}
