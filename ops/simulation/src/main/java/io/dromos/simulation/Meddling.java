package io.dromos.simulation;

import io.dromos.domain.Context;
import io.dromos.domain.Decider;
import io.dromos.domain.Decision;
import io.dromos.domain.application.Application;
import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.events.TaskState;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance.Kind;
import java.util.ArrayList;
import java.util.List;

/// The application's decisions, which are let alone unless they are broken on purpose.
final class Meddling
        implements Decider<
                ApplicationState, ApplicationCommand, ApplicationFact, ApplicationReply> {

    private final Course course;
    private final PauseFaults pauses;
    private final Application application = new Application();

    Meddling(Course course) {
        this.course = course;
        this.pauses = new PauseFaults(course);
    }

    @Override
    public ApplicationState evolve(ApplicationState state, ApplicationFact fact) {
        return application.evolve(state, fact);
    }

    @Override
    public Decision<ApplicationFact, ApplicationReply> decide(
            ApplicationState state, ApplicationCommand command, Context context) {
        var decision = decided(state, command, context);
        if (course.has(Fault.ENDED_TOO_EARLY)) return endingOneMore(state, decision, context);
        if (!course.has(Fault.DOUBLED_FACT) || decision.facts().isEmpty()) return decision;
        var facts = new ArrayList<>(decision.facts());
        if (facts.getFirst() instanceof ApplicationFact.TaskObserved news) facts.addFirst(news);
        return new Decision<>(facts, decision.reply());
    }

    private ApplicationState after(ApplicationState state, List<ApplicationFact> facts) {
        var after = state;
        for (var fact : facts) after = evolve(after, fact);
        return after;
    }

    private Decision<ApplicationFact, ApplicationReply> decided(
            ApplicationState state, ApplicationCommand command, Context context) {
        var misdeeds = new Misdeeds(course);
        var order = misdeeds.told(state, pauses.order(state, altered(state, command)));
        var decision = application.decide(state, order, misdeeds.heard(context));
        var facts = pauses.facts(state, decision.facts(), context);
        return new Decision<>(
                misdeeds.decided(state, facts, after(state, facts), context), decision.reply());
    }

    private Decision<ApplicationFact, ApplicationReply> endingOneMore(
            ApplicationState state,
            Decision<ApplicationFact, ApplicationReply> decision,
            Context context) {
        var after = after(state, decision.facts());
        var config = after.config();
        if (!after.rollout().rolling() || config.isEmpty()) return decision;
        var facts = new ArrayList<>(decision.facts());
        for (var old :
                after.instances().pick(Kind.RUNNING, it -> !it.equals(config.get()), 1, false))
            facts.add(
                    new ApplicationFact.KillRequested(
                            state.app(), old.id(), "for no reason", true, context.now()));
        return new Decision<>(facts, decision.reply());
    }

    private ApplicationCommand altered(ApplicationState state, ApplicationCommand command) {
        if (command instanceof ApplicationCommand.Observe(var delivery, var updates))
            return new ApplicationCommand.Observe(
                    delivery, updates.stream().map(this::altered).toList());
        boolean stale =
                command instanceof ApplicationCommand.Adopt adopt
                        && adopt.admission() < state.rollout().admission();
        if (stale
                && course.has(Fault.SUPERSEDED_ADOPT_ACCEPTED)
                && command instanceof ApplicationCommand.Adopt(_, var deployment, var target))
            return new ApplicationCommand.Adopt(
                    state.rollout().admission() + 1, deployment, target);
        return command;
    }

    private ApplicationCommand.Update altered(ApplicationCommand.Update update) {
        if (course.has(Fault.TERMINAL_IGNORED) && update.state() == TaskState.FAILED)
            return as(update, TaskState.RUNNING);
        if (course.has(Fault.UNREACHABLE_AS_LOST) && update.state() == TaskState.UNREACHABLE)
            return as(update, TaskState.GONE);
        return update;
    }

    private static ApplicationCommand.Update as(ApplicationCommand.Update update, TaskState state) {
        return new ApplicationCommand.Update(
                update.task(),
                state,
                update.reason(),
                update.message(),
                update.healthy(),
                update.ips());
    }
}
