package io.dromos.simulation;

import io.dromos.events.facts.ApplicationFact.RolloutStalled;
import io.dromos.events.facts.DeploymentFact.Stalled;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.DeploymentState;

/// What no stall may be: too early, out of a pause, or of something that is no rollout.
record StallChecks(Truth truth) {

    void check(ApplicationState before, RolloutStalled fact) {
        var rollout = before.rollout();
        Broken.unless(
                rollout.rolling() && !rollout.paused(),
                "%s is stalled and not on its way: %s",
                fact.app(),
                rollout);
        var silence = rollout.silence().orElseThrow();
        Broken.unless(silence.stall().isEmpty(), "%s is stalled twice: %s", fact.app(), rollout);
        var limit = silence.left().or(() -> rollout.deadline().map(it -> it.limit()));
        Broken.unless(
                limit.filter(it -> !silence.since().plus(it).isAfter(fact.at())).isPresent(),
                "%s is stalled too early: %s",
                fact.app(),
                rollout);
    }

    /// An application found it, of this deployment; and what undoes another is not undone.
    void check(DeploymentState before, Stalled fact) {
        Broken.unless(!before.paused(), "A stall while it is paused: %s", fact);
        Broken.unless(
                !fact.rollback() || before.progress().orElseThrow().undoes().isEmpty(),
                "What undoes another deployment is to be undone: %s",
                fact);
        Broken.unless(
                before.progress().orElseThrow().apps().contains(fact.app()),
                "A stall of another's application: %s",
                fact);
    }
}
