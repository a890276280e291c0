package io.dromos.simulation;

import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.util.Optional;

/// What a pause forbids, and what it must not keep from being done.
///
/// @param silences who begins anew because he did not come up
record PauseChecks(Truth truth, SilenceChecks silences) {

    /// Users and health checks may end what they like, and what does not come up begins anew: it
    /// comes back.
    void killed(ApplicationState before, ApplicationFact.KillRequested kill) {
        if (!before.rollout().paused()) return;
        Broken.unless(
                kill.why().equals(ApplicationFact.KillRequested.BY_USER)
                        || kill.isForHealth()
                        || silences.isOverdue(before, kill),
                "%s is told to go while its application is paused: %s",
                kill.instance(),
                kill.why());
    }

    void planned(ApplicationState before, ApplicationFact.InstancePlanned plan) {
        if (!before.rollout().paused()) return;
        int kept = before.rollout().steered().kept().orElseThrow();
        Broken.unless(
                staying(before) < kept,
                "%s is planned though the %d that are kept are there",
                plan.task(),
                kept);
    }

    /// All there are are kept, but for those whose place another has taken, and no more unless the
    /// change would have to replace some at once.
    void paused(ApplicationState before, ApplicationFact.RolloutPaused fact) {
        steered(before, fact, fact.turn());
        if (before.rollout().steered().kept().isPresent()) return;
        long there =
                before.instances().all().values().stream()
                        .filter(it -> !it.decommissioned() && it.kind() != Kind.INACTIVE)
                        .count();
        double least =
                before.run()
                        .map(run ->
                                run.spec().instances()
                                        * run.spec().upgradeStrategy().minimumHealthCapacity())
                        .orElse(0.0);
        long most = Math.max(there, Math.min((long) Math.ceil(least), before.rollout().held()));
        Broken.unless(
                fact.kept() >= there && fact.kept() <= most,
                "%s, and there are %d, at least are to be %s",
                fact,
                there,
                least);
    }

    void released(ApplicationState before, ApplicationFact.StepReleased released) {
        Broken.unless(
                before.rollout().steered().kept().isEmpty(),
                "%s is released while it is paused",
                released.app());
    }

    /// A turn is followed that the deployment has had.
    void steered(ApplicationState before, ApplicationFact fact, int turn) {
        var steering =
                before.rollout().deployment().map(truth::deployment).map(DeploymentState::steering);
        Broken.unless(
                steering.filter(it -> turn <= it.turn()).isPresent()
                        && turn >= before.rollout().steered().turn(),
                "%s, the deployment is at %s, and before it was %s",
                fact,
                steering,
                before.rollout().steered());
    }

    static void stepped(DeploymentState before, DeploymentFact fact) {
        Broken.unless(!before.paused(), "While the deployment is paused: %s", fact);
    }

    /// What a paused deployment lacks when nothing goes wrong any more: those at work have heard of
    /// the pause, and as many run as before it, if the change allows it.
    Optional<String> missing(DeploymentState paused) {
        var progress = paused.progress().orElseThrow();
        if (progress.started() <= progress.completed()) return Optional.empty();
        for (var planned : progress.releases(progress.started())) {
            var state = truth.application(planned.app());
            var rollout = state.rollout();
            if (rollout.admission() != progress.admission()) continue;
            if (rollout.steered().turn() != paused.steering().turn())
                return Optional.of(state.app() + " has not heard of the pause: " + rollout);
            if (!rollout.rolling() || state.run().isEmpty()) continue;
            var spec = state.run().get().spec();
            double least = spec.instances() * spec.upgradeStrategy().minimumHealthCapacity();
            if (state.instances().count(Kind.RUNNING) < Math.min(least, rollout.held()))
                return Optional.of(
                        "%s is paused and keeps fewer than %s of %d: %s"
                                .formatted(state.app(), least, rollout.held(), state));
        }
        return Optional.empty();
    }

    private static long staying(ApplicationState state) {
        return state.instances().all().values().stream()
                .filter(it -> !it.decommissioned() && it.kind() != Kind.INACTIVE)
                .map(Instance::task)
                .filter(Optional::isPresent)
                .count();
    }
}
