package io.dromos.domain.application;

import io.dromos.domain.Decision;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.RolloutLeft;
import io.dromos.events.facts.ApplicationFact.RolloutPaused;
import io.dromos.events.facts.ApplicationFact.RolloutResumed;
import io.dromos.events.facts.ApplicationFact.StepReleased;
import io.dromos.events.facts.ApplicationFact.VersionAdopted;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Rollout;
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
            ApplicationState state, ApplicationCommand.Release release, Instant now) {
        var rollout = state.rollout();
        if (release.admission() != rollout.admission()) return superseded(state);
        var known =
                rollout.release()
                        .filter(old ->
                                old.deployment().equals(release.deployment())
                                        && old.step() == release.step());
        var reply =
                new ApplicationReply.Released(
                        release.admission(),
                        release.step(),
                        known.filter(Rollout.Release::done).isPresent());
        boolean follows = rollout.deployment().equals(Optional.of(release.deployment()));
        int turn = rollout.steered().turn();
        if (follows && release.turn() < turn) return Decision.reply(reply);
        var facts = new ArrayList<ApplicationFact>();
        if (follows && release.turn() > turn)
            facts.add(new RolloutResumed(state.app(), release.deployment(), release.turn(), now));
        if (known.isEmpty())
            facts.add(new StepReleased(state.app(), release.deployment(), release.step(), now));
        return new Decision<>(facts, reply);
    }

    static Decision<ApplicationFact, ApplicationReply> pause(
            ApplicationState state, ApplicationCommand.Pause pause, Instant now) {
        var rollout = state.rollout();
        boolean follows = rollout.deployment().equals(Optional.of(pause.deployment()));
        if (pause.admission() != rollout.admission() || !follows) return superseded(state);
        if (pause.turn() <= rollout.steered().turn())
            return Decision.reply(new ApplicationReply.Paused(rollout.steered().turn()));
        return one(
                new RolloutPaused(state.app(), pause.deployment(), pause.turn(), kept(state), now),
                new ApplicationReply.Paused(pause.turn()));
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
