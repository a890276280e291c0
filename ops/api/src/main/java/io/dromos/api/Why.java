package io.dromos.api;

import io.dromos.domain.Hearing;
import io.dromos.domain.application.Explanation;
import io.dromos.domain.application.Headway;
import io.dromos.domain.application.Patience;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Version;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.DeploymentState.Pause;
import io.dromos.events.state.Silence;
import io.dromos.feed.View;
import io.dromos.json.RolloutWriter.Bounded;
import java.time.InstantSource;
import java.util.Optional;

/// Why an application is not as it should be: what its deployment says, else what its instances
/// wait for.
final class Why {

    private final Waits waits;
    private final InstantSource clock;

    Why(Waits waits, InstantSource clock) {
        this.waits = waits;
        this.clock = clock;
    }

    /// What is to be told.
    ///
    /// @param waiting how many instances wait; 0 if there is nothing to tell
    record Told(int waiting, Optional<String> sentence) {}

    Told of(View view, AppId app, Hearing hearing) {
        var state = view.application(app);
        int waiting = state.map(Explanation::waiting).orElse(0);
        var deployment = Optional.ofNullable(view.catalog().state().locks().get(app));
        var pause = deployment.flatMap(view::deployment).map(DeploymentState::steering);
        var held = pause.flatMap(DeploymentState.Steering::pause);
        boolean released = state.filter(it -> it.rollout().isReleased()).isPresent();
        if (deployment.isPresent() && !released)
            return new Told(
                    held.isPresent() ? Math.max(1, waiting) : waiting,
                    Optional.of(notYet(deployment.get(), held)));
        if (held.isPresent() && state.filter(it -> it.rollout().rolling()).isPresent())
            return new Told(
                    Math.max(1, waiting),
                    Optional.of(paused(deployment.orElseThrow(), held.get(), state.get())));
        var offers = waits.why(app).map(Waits.Why::sentence);
        return new Told(
                waiting,
                state.flatMap(it ->
                        Explanation.sentence(it, offers, clock.instant())
                                .map(sentence -> sentence + patience(it, hearing))));
    }

    /// How long an application that is at work may make no progress, if there is a bound.
    Optional<Bounded> bounded(ApplicationState state, Hearing hearing) {
        var rollout = state.rollout();
        return Patience.left(rollout, clock.instant(), hearing)
                .map(left ->
                        new Bounded(
                                rollout.deadline().orElseThrow(),
                                left,
                                rollout.silence().flatMap(Silence::stall)));
    }

    private String patience(ApplicationState state, Hearing hearing) {
        var bounded = bounded(state, hearing);
        if (bounded.isEmpty()) return "";
        var then = bounded.get().deadline().rollback() ? "is undone" : "counts as stalled";
        if (bounded.get().stall().isPresent())
            return "; it is stalled since %s"
                    .formatted(new Version(bounded.get().stall().get().at()));
        return "; without progress it %s in %d s"
                .formatted(then, bounded.get().left().plusMillis(999).toSeconds());
    }

    private static String notYet(DeploymentId deployment, Optional<Pause> pause) {
        var sentence = "the deployment %s has not come to it yet".formatted(deployment.value());
        return pause.map(it -> sentence + " and is " + paused(it)).orElse(sentence);
    }

    private static String paused(DeploymentId deployment, Pause pause, ApplicationState state) {
        return "the deployment %s is %s: %s"
                .formatted(deployment.value(), paused(pause), Headway.of(state).sentence());
    }

    private static String paused(Pause pause) {
        var reason = pause.reason().map(it -> " (" + it + ")").orElse("");
        return "paused since %s by %s%s".formatted(new Version(pause.since()), pause.by(), reason);
    }
}
