package io.dromos.domain.deployment;

import io.dromos.domain.Context;
import io.dromos.domain.Decider;
import io.dromos.domain.Decision;
import io.dromos.events.AppId;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.DeploymentFact.ActionPlanned;
import io.dromos.events.facts.DeploymentFact.Cancelled;
import io.dromos.events.facts.DeploymentFact.Finished;
import io.dromos.events.facts.DeploymentFact.Stalled;
import io.dromos.events.facts.DeploymentFact.Started;
import io.dromos.events.facts.DeploymentFact.StepCompleted;
import io.dromos.events.facts.DeploymentFact.StepStarted;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.DeploymentState.Progress;
import io.dromos.events.state.DeploymentState.Steering;
import io.dromos.events.state.Silence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides how far a deployment is.
///
/// Only the borders of steps are facts. Who has confirmed within a step is asked again after a
/// crash, for every application answers the same question the same way.
public final class Deployment
        implements Decider<DeploymentState, DeploymentCommand, DeploymentFact, DeploymentReply> {

    @Override
    public DeploymentState evolve(DeploymentState state, DeploymentFact fact) {
        return state.evolve(fact);
    }

    @Override
    public Decision<DeploymentFact, DeploymentReply> decide(
            DeploymentState state, DeploymentCommand command, Context context) {
        return switch (command) {
            case DeploymentCommand.Start start -> start(state, start, context);
            case DeploymentCommand.Complete complete -> complete(state, complete, context);
            case DeploymentCommand.Steer steer ->
                    isAtWork(state)
                            ? accepted(Steered.facts(state, steer, context.now()))
                            : Decision.reply(new DeploymentReply.NotAtWork());
            case DeploymentCommand.Stall stall -> stall(state, stall);
            case DeploymentCommand.End end -> end(state, end, context);
        };
    }

    private static Decision<DeploymentFact, DeploymentReply> start(
            DeploymentState state, DeploymentCommand.Start start, Context context) {
        if (state.progress().isPresent()) return accepted(List.of());
        var facts = new ArrayList<DeploymentFact>();
        facts.add(
                new Started(
                        state.id(),
                        start.version(),
                        start.admission(),
                        start.steps(),
                        start.actions().size(),
                        start.undoes(),
                        context.now()));
        for (var planned : start.actions())
            facts.add(
                    new ActionPlanned(state.id(), planned.step(), planned.app(), planned.action()));
        return accepted(facts);
    }

    /// Completes the phase that is at work; steps that release nobody are completed with it.
    private static Decision<DeploymentFact, DeploymentReply> complete(
            DeploymentState state, DeploymentCommand.Complete complete, Context context) {
        if (!isAtWork(state)) return Decision.reply(new DeploymentReply.NotAtWork());
        // What was asked for before it was paused may be confirmed only now.
        if (state.paused()) return accepted(List.of());
        var progress = state.progress().orElseThrow();
        boolean past = complete.step() >= 0 && progress.completed() >= complete.step();
        if (past || progress.started() != complete.step()) return accepted(List.of());
        var facts = new ArrayList<DeploymentFact>();
        if (complete.step() >= 0)
            facts.add(new StepCompleted(state.id(), complete.step(), context.now()));
        for (int next = complete.step() + 1; next < progress.steps(); next++) {
            facts.add(new StepStarted(state.id(), next, context.now()));
            if (!progress.releases(next).isEmpty()) break;
            facts.add(new StepCompleted(state.id(), next, context.now()));
        }
        return accepted(facts);
    }

    /// A stall of a step that is over is out of date. What undoes another deployment is not undone.
    private static Decision<DeploymentFact, DeploymentReply> stall(
            DeploymentState state, DeploymentCommand.Stall command) {
        if (!isAtWork(state)) return Decision.reply(new DeploymentReply.NotAtWork());
        var progress = state.progress().orElseThrow();
        var stall = command.stall();
        boolean known =
                Optional.ofNullable(state.stalls().get(command.app()))
                        .filter(it -> !it.at().isBefore(stall.at()))
                        .isPresent();
        boolean atWork = progress.atWork().stream().anyMatch(it -> it.app().equals(command.app()));
        if (known || !atWork || state.paused()) return accepted(List.of());
        boolean rollback = stall.rollback() && progress.undoes().isEmpty();
        return accepted(
                List.of(new Stalled(state.id(), command.app(), stall.why(), rollback, stall.at())));
    }

    private static Decision<DeploymentFact, DeploymentReply> end(
            DeploymentState state, DeploymentCommand.End end, Context context) {
        if (state.outcome().isPresent()) return accepted(List.of());
        return switch (end.outcome()) {
            case FINISHED -> accepted(List.of(new Finished(state.id(), context.now())));
            case SUPERSEDED -> accepted(List.of(new Cancelled(state.id(), true, context.now())));
            case CANCELLED -> accepted(List.of(new Cancelled(state.id(), false, context.now())));
        };
    }

    private static boolean isAtWork(DeploymentState state) {
        return state.progress().isPresent() && state.outcome().isEmpty();
    }

    private static Decision<DeploymentFact, DeploymentReply> accepted(List<DeploymentFact> facts) {
        return new Decision<>(facts, new DeploymentReply.Accepted());
    }

    /// What a deployment wants done.
    public sealed interface Wish {

        /// Nothing: it has not started, or is over.
        record Rest() implements Wish {}

        /// Every application is to adopt its part of the admission.
        record Adopt(Progress progress) implements Wish {}

        /// The applications of this step are to go to their targets.
        ///
        /// @param steering under which they go
        record Release(Progress progress, int step, Steering steering) implements Wish {}

        /// The applications at work are to stand still.
        ///
        /// @param steering under which they do
        record Hold(Progress progress, Steering steering) implements Wish {}

        /// The catalog is to undo it.
        ///
        /// @param app that made no progress
        record RollBack(AppId app, Silence.Stall stall) implements Wish {}

        /// The catalog is to close it.
        record Close(Outcome outcome) implements Wish {}
    }

    /// What a deployment in this state wants done.
    public static Wish wish(DeploymentState state) {
        if (!isAtWork(state)) return new Wish.Rest();
        var progress = state.progress().orElseThrow();
        for (var stall : state.stalls().entrySet())
            if (stall.getValue().rollback())
                return new Wish.RollBack(stall.getKey(), stall.getValue());
        if (state.paused()) return new Wish.Hold(progress, state.steering());
        if (progress.completed() == progress.steps() - 1) return new Wish.Close(Outcome.FINISHED);
        if (progress.started() < 0) return new Wish.Adopt(progress);
        return new Wish.Release(progress, progress.started(), state.steering());
    }
}
