package io.dromos.api;

import io.dromos.domain.Hearing;
import io.dromos.domain.application.Explanation;
import io.dromos.domain.application.Headway;
import io.dromos.domain.application.Patience;
import io.dromos.domain.deployment.Outlook;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Version;
import io.dromos.events.facts.Action;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState.Open;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.DeploymentState.Pause;
import io.dromos.events.state.DeploymentState.Planned;
import io.dromos.events.state.DeploymentState.Progress;
import io.dromos.events.state.Rollout;
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
        var open = open(view, app);
        if (open.isEmpty() || isReleased(view, app)) return atWork(view, app, hearing);
        var outlook = outlook(view, open.get(), hearing);
        int step =
                open.get().actions().stream()
                        .filter(planned -> planned.app().equals(app))
                        .mapToInt(Planned::step)
                        .max()
                        .orElse(0);
        return notYet(view, app, open.get(), outlook.before(step) + outlook.holdups());
    }

    /// An application of an open deployment, beside what is told of that deployment.
    Told of(View view, Planned planned, Open open, Outlook outlook, Hearing hearing) {
        if (isReleased(view, planned.app())) return atWork(view, planned.app(), hearing);
        // Such as one that is gone.
        if (outlook.isDone(planned.step())) return new Told(0, Optional.empty());
        return notYet(view, planned.app(), open, outlook.before(planned.step()));
    }

    /// Where an open deployment is, and what its steps wait for.
    Outlook outlook(View view, Open open, Hearing hearing) {
        var progress = view.deployment(open.id()).flatMap(DeploymentState::progress);
        int completed = progress.map(Progress::completed).orElse(-1);
        var members =
                open.actions().stream()
                        .filter(planned -> planned.action() != Action.START)
                        .map(planned -> member(view, open.id(), planned, completed))
                        .toList();
        return new Outlook(
                open.steps(),
                progress.map(Progress::started).orElse(-1),
                completed,
                members,
                app -> waits(view, app, hearing));
    }

    /// Why an open deployment is not done, in one sentence.
    String of(View view, Open open, Outlook outlook) {
        var paused = pause(view, open.id()).map(pause -> paused(pause) + "; ");
        return paused.orElse("") + outlook.sentence();
    }

    private static Outlook.Member member(
            View view, DeploymentId deployment, Planned planned, int completed) {
        var rollout = view.application(planned.app()).map(ApplicationState::rollout);
        var done = Optional.of(new Rollout.Release(deployment, planned.step(), true));
        return new Outlook.Member(
                planned.step(),
                planned.app(),
                rollout.flatMap(Rollout::deployment).filter(deployment::equals).isPresent(),
                planned.step() <= completed || rollout.flatMap(Rollout::release).equals(done));
    }

    /// How far it is, and what its instances wait for.
    private String waits(View view, AppId app, Hearing hearing) {
        var state = view.application(app);
        var own = own(view, app, hearing);
        if (state.flatMap(ApplicationState::run).isEmpty())
            return own.orElse("the order to begin is on its way");
        var headway = Headway.of(state.get()).sentence();
        return own.map(sentence -> headway + ", " + sentence).orElse(headway);
    }

    private static Optional<Open> open(View view, AppId app) {
        var catalog = view.catalog().state();
        return Optional.ofNullable(catalog.locks().get(app))
                .flatMap(id -> Optional.ofNullable(catalog.open().get(id)));
    }

    private static boolean isReleased(View view, AppId app) {
        return view.application(app).filter(it -> it.rollout().isReleased()).isPresent();
    }

    private static Optional<Pause> pause(View view, DeploymentId deployment) {
        return view.deployment(deployment).flatMap(it -> it.steering().pause());
    }

    private static int waiting(View view, AppId app) {
        return view.application(app).map(Explanation::waiting).orElse(0);
    }

    private Told atWork(View view, AppId app, Hearing hearing) {
        var state = view.application(app);
        int waiting = waiting(view, app);
        var open = open(view, app).map(Open::id);
        var held = open.flatMap(it -> pause(view, it));
        if (held.isPresent() && state.filter(it -> it.rollout().rolling()).isPresent())
            return new Told(
                    Math.max(1, waiting),
                    Optional.of(paused(open.orElseThrow(), held.get(), state.get())));
        return new Told(waiting, own(view, app, hearing));
    }

    private Optional<String> own(View view, AppId app, Hearing hearing) {
        var offers = waits.why(app).map(Waits.Why::sentence);
        return view.application(app)
                .flatMap(state ->
                        Explanation.sentence(state, offers, clock.instant())
                                .map(sentence -> sentence + patience(state, hearing)));
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

    private static Told notYet(View view, AppId app, Open open, String before) {
        var pause = pause(view, open.id());
        var and = pause.map(it -> " and is " + paused(it)).orElse("");
        return new Told(
                Math.max(1, waiting(view, app)),
                Optional.of(
                        "the deployment %s has not come to it yet%s: %s"
                                .formatted(open.id().value(), and, before)));
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
