package io.dromos.domain.application;

import io.dromos.domain.Context;
import io.dromos.domain.Decision;
import io.dromos.events.DeploymentId;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.RolloutBounded;
import io.dromos.events.facts.ApplicationFact.RolloutLeft;
import io.dromos.events.facts.ApplicationFact.RolloutPaused;
import io.dromos.events.facts.ApplicationFact.RolloutResumed;
import io.dromos.events.facts.ApplicationFact.StepReleased;
import io.dromos.events.facts.ApplicationFact.VersionAdopted;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.DeploymentState.Steering;
import io.dromos.events.state.Rollout;
import io.dromos.events.state.Silence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How an application follows its deployment. Orders come late, twice and out of order: of two
/// admissions the higher counts, and under one admission the higher turn.
final class Following {

    private Following() {}

    static Decision<ApplicationFact, ApplicationReply> adopt(
            ApplicationState state, ApplicationCommand.Adopt adopt, Instant now) {
        if (adopt.admission() < state.rollout().admission()) return superseded(state);
        var reply = new ApplicationReply.Adopted(adopt.admission());
        if (adopt.admission() == state.rollout().admission()) return Decision.reply(reply);
        return one(
                new VersionAdopted(
                        state.app(), adopt.admission(), adopt.deployment(), adopt.target(), now),
                reply);
    }

    static Decision<ApplicationFact, ApplicationReply> release(
            ApplicationState state, ApplicationCommand.Release release, Context context) {
        var rollout = state.rollout();
        // A deployment that was given up may have sent it before that.
        boolean follows = rollout.deployment().equals(Optional.of(release.deployment()));
        if (release.admission() != rollout.admission() || !follows) return superseded(state);
        var known =
                rollout.release()
                        .filter(old ->
                                old.deployment().equals(release.deployment())
                                        && old.step() == release.step());
        var reply =
                new ApplicationReply.Released(
                        release.admission(),
                        release.step(),
                        known.filter(Rollout.Release::done).isPresent(),
                        rollout.silence().flatMap(Silence::stall));
        int turn = rollout.steered().turn();
        if (release.steering().turn() < turn) return Decision.reply(reply);
        var facts = new ArrayList<ApplicationFact>();
        if (release.steering().turn() > turn)
            facts.addAll(resumed(state, release.deployment(), release.steering(), context.now()));
        if (known.isEmpty())
            facts.add(
                    new StepReleased(
                            state.app(), release.deployment(), release.step(), context.now()));
        return new Decision<>(facts, reply);
    }

    static Decision<ApplicationFact, ApplicationReply> pause(
            ApplicationState state, ApplicationCommand.Pause pause, Context context) {
        var rollout = state.rollout();
        boolean follows = rollout.deployment().equals(Optional.of(pause.deployment()));
        if (pause.admission() != rollout.admission() || !follows) return superseded(state);
        int turn = pause.steering().turn();
        if (turn <= rollout.steered().turn())
            return Decision.reply(new ApplicationReply.Paused(rollout.steered().turn()));
        return new Decision<>(
                paused(state, pause.deployment(), pause.steering(), context),
                new ApplicationReply.Paused(turn));
    }

    /// Going on under a later turn, with what it says of progress.
    private static List<ApplicationFact> resumed(
            ApplicationState state, DeploymentId deployment, Steering steering, Instant now) {
        var facts = bounded(state, deployment, steering, now);
        if (state.rollout().steered().kept().isPresent() || facts.isEmpty())
            facts.add(new RolloutResumed(state.app(), deployment, steering.turn(), now));
        return facts;
    }

    /// Standing still under a later turn; one that does already may be told of progress alone.
    private static List<ApplicationFact> paused(
            ApplicationState state, DeploymentId deployment, Steering steering, Context context) {
        var facts = bounded(state, deployment, steering, context.now());
        var kept = state.rollout().steered().kept();
        if (kept.isPresent() && !facts.isEmpty()) return facts;
        var after = state;
        for (var fact : facts) after = after.evolve(fact);
        facts.add(
                new RolloutPaused(
                        state.app(),
                        deployment,
                        steering.turn(),
                        kept.orElseGet(() -> kept(state)),
                        Patience.left(after.rollout(), context.now(), context.hearing()),
                        context.now()));
        return facts;
    }

    private static List<ApplicationFact> bounded(
            ApplicationState state, DeploymentId deployment, Steering steering, Instant now) {
        var facts = new ArrayList<ApplicationFact>();
        var said = steering.limit().map(limit -> new Rollout.Bound(limit.deadline()));
        if (said.isPresent() && !said.equals(state.rollout().steered().bound()))
            facts.add(
                    new RolloutBounded(
                            state.app(), deployment, steering.turn(), said.get().deadline(), now));
        return facts;
    }

    /// How many instances a pause keeps: those there are, and no fewer than the change may leave,
    /// unless there were fewer from the beginning.
    private static int kept(ApplicationState state) {
        return Math.max(
                Wishes.active(state), Math.min(state.rollout().held(), Capacity.of(state).least()));
    }

    static Decision<ApplicationFact, ApplicationReply> leave(
            ApplicationState state, ApplicationCommand.Leave leave, Instant now) {
        var reply = new ApplicationReply.Left();
        if (!state.rollout().deployment().equals(Optional.of(leave.deployment())))
            return Decision.reply(reply);
        return one(new RolloutLeft(state.app(), leave.deployment(), now), reply);
    }

    private static Decision<ApplicationFact, ApplicationReply> superseded(ApplicationState state) {
        return Decision.reply(new ApplicationReply.Superseded(state.rollout().admission()));
    }

    private static Decision<ApplicationFact, ApplicationReply> one(
            ApplicationFact fact, ApplicationReply reply) {
        return new Decision<>(List.of(fact), reply);
    }
}
