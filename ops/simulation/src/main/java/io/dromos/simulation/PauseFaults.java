package io.dromos.simulation;

import io.dromos.domain.Context;
import io.dromos.domain.Decider;
import io.dromos.domain.Decision;
import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.deployment.Deployment;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.domain.deployment.DeploymentReply;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.DeploymentFact.Stalled;
import io.dromos.events.facts.DeploymentFact.StepCompleted;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.DeploymentState.Steering;
import io.dromos.events.state.Instance.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What can be broken on purpose about pauses.
record PauseFaults(Course course) {

    /// The facts of an application's decision.
    List<ApplicationFact> facts(
            ApplicationState before, List<ApplicationFact> decided, Context context) {
        var facts = new ArrayList<ApplicationFact>();
        for (var fact : decided) facts.add(keeping(fact));
        facts.addAll(stalled(before, context));
        if (!course.has(Fault.PAUSED_EXCHANGES)) return facts;
        var after = before;
        for (var fact : facts) after = after.evolve(fact);
        if (!after.rollout().paused()) return facts;
        for (var one : after.instances().pick(Kind.RUNNING, _ -> true, 1, false))
            facts.add(
                    new ApplicationFact.KillRequested(
                            before.app(), one.id(), "for no reason", true, context.now()));
        return facts;
    }

    private List<ApplicationFact> stalled(ApplicationState state, Context context) {
        boolean early = course.has(Fault.STALLED_TOO_EARLY) && !state.rollout().paused();
        boolean paused = course.has(Fault.STALLED_IN_PAUSE) && state.rollout().paused();
        var silence = state.rollout().silence().filter(it -> it.stall().isEmpty());
        var deadline = state.rollout().deadline();
        if ((!early && !paused) || silence.isEmpty() || deadline.isEmpty()) return List.of();
        var due = silence.get().since().plus(deadline.get().limit().dividedBy(2));
        if (due.isAfter(context.now())) return List.of();
        return List.of(
                new ApplicationFact.RolloutStalled(
                        state.app(),
                        state.rollout().deployment().orElseThrow(),
                        "too early",
                        deadline.get().rollback(),
                        context.now()));
    }

    private ApplicationFact keeping(ApplicationFact fact) {
        if (!(fact instanceof ApplicationFact.RolloutPaused it)) return fact;
        boolean starves = course.has(Fault.PAUSE_STARVES);
        if (!starves && !course.has(Fault.PAUSED_GROWS)) return fact;
        int kept = starves ? 0 : it.kept() + 1;
        return new ApplicationFact.RolloutPaused(
                it.app(), it.deployment(), it.turn(), kept, it.left(), it.at());
    }

    /// What an application takes an order for.
    ApplicationCommand order(ApplicationState state, ApplicationCommand command) {
        if (!(command instanceof ApplicationCommand.Release it)) return command;
        var rollout = state.rollout();
        boolean stale = it.steering().turn() < rollout.steered().turn() && rollout.paused();
        return stale && course.has(Fault.STALE_TURN_FOLLOWED)
                ? new ApplicationCommand.Release(
                        it.admission(),
                        it.deployment(),
                        it.step(),
                        new Steering(
                                rollout.steered().turn() + 1,
                                Optional.empty(),
                                it.steering().limit()))
                : command;
    }

    /// What a deployment's front tells an application.
    boolean isUntold(ApplicationCommand command) {
        if (command instanceof ApplicationCommand.Pause) return course.has(Fault.PAUSE_UNTOLD);
        return command instanceof ApplicationCommand.Release release
                && release.steering().turn() > 0
                && course.has(Fault.RESUME_UNTOLD);
    }

    /// What a deployment's front asks the catalog for.
    boolean isForgotten(CatalogCommand command) {
        return course.has(Fault.STALL_FORGOTTEN) && command instanceof CatalogCommand.Admit;
    }

    /// The deployment's decisions.
    Decider<DeploymentState, DeploymentCommand, DeploymentFact, DeploymentReply> deployment() {
        var real = new Deployment();
        return new Decider<>() {
            @Override
            public DeploymentState evolve(DeploymentState state, DeploymentFact fact) {
                return real.evolve(state, fact);
            }

            @Override
            public Decision<DeploymentFact, DeploymentReply> decide(
                    DeploymentState state, DeploymentCommand command, Context context) {
                var decision = real.decide(state, command, context);
                return new Decision<>(
                        altered(state, command, decision.facts(), context), decision.reply());
            }
        };
    }

    private List<DeploymentFact> altered(
            DeploymentState state,
            DeploymentCommand command,
            List<DeploymentFact> facts,
            Context context) {
        if (course.has(Fault.PAUSE_STEPS_ON)
                && state.paused()
                && command instanceof DeploymentCommand.Pause)
            return List.of(
                    new StepCompleted(
                            state.id(), state.progress().orElseThrow().started(), context.now()));
        if (!course.has(Fault.UNDOING_UNDONE)) return facts;
        return facts.stream().map(PauseFaults::undoing).toList();
    }

    private static DeploymentFact undoing(DeploymentFact fact) {
        return fact instanceof Stalled it
                ? new Stalled(it.deployment(), it.app(), it.why(), true, it.at())
                : fact;
    }
}
