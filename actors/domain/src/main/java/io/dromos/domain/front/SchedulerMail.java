package io.dromos.domain.front;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.framework.FrameworkCommand;
import io.dromos.domain.mesos.Offer;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.domain.scheduling.Effect;
import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.domain.scheduling.SchedulerInput.Verdict;
import io.dromos.domain.scheduling.Want;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.TaskId;
import io.dromos.events.state.FrameworkState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the scheduler and the other aggregates say to each other, in the words of each.
public final class SchedulerMail {

    private SchedulerMail() {}

    /// What the framework is to remember of an event, if anything.
    public static Optional<FrameworkCommand> remember(
            SchedulerEvent event, Optional<FrameworkState> framework) {
        if (event instanceof SchedulerEvent.Offered offered) {
            var seen = news(offered.offers(), framework);
            return seen.isEmpty() ? Optional.empty() : Optional.of(new FrameworkCommand.See(seen));
        }
        return event instanceof SchedulerEvent.Failed failed && failed.executor().isEmpty()
                ? failed.agent().map(FrameworkCommand.Lose::new)
                : Optional.empty();
    }

    /// What a proposal is to the application: without a place, a question about an earlier one.
    ///
    /// @param told what was wanted when the places were chosen, if that is known
    /// @param unplanned tasks that live though the log never planned them
    public static ApplicationCommand plan(
            Effect.ProposePlan plan, Optional<List<Want>> told, Set<TaskId> unplanned) {
        if (plan.places().isEmpty())
            return new ApplicationCommand.Account(plan.batch(), plan.epoch());
        return new ApplicationCommand.Plan(
                plan.batch(),
                plan.epoch(),
                plan.places().getFirst().config(),
                plan.places().stream().map(Effect.Proposal::placement).toList(),
                told.flatMap(wants -> wants.stream().findFirst()),
                unplanned);
    }

    /// What the views know to live, as the scheduler asked for it.
    public static SchedulerInput liveTasks(
            Effect.GatherLiveTasks asked, List<SchedulerInput.Live> tasks) {
        return new SchedulerInput.LiveTasks(asked.epoch(), asked.agent(), tasks);
    }

    /// What an application's answer is to the scheduler, if anything.
    public static Optional<SchedulerInput> input(AppId app, ApplicationReply reply) {
        return switch (reply) {
            case ApplicationReply.Planned planned -> Optional.of(confirmed(app, planned));
            case ApplicationReply.Fenced fenced ->
                    Optional.of(
                            new SchedulerInput.PlanRefused(
                                    app, fenced.epoch(), fenced.batch(), fenced.why(), true));
            case ApplicationReply.Abandoned abandoned ->
                    Optional.of(new SchedulerInput.AbandonStored(app, abandoned.task()));
            case ApplicationReply.Observed observed ->
                    Optional.of(
                            new SchedulerInput.UpdatesStored(
                                    app,
                                    observed.delivery(),
                                    observed.knowledge().stream()
                                            .map(SchedulerMail::verdict)
                                            .toList()));
            case ApplicationReply.Adopted _,
                    ApplicationReply.Superseded _,
                    ApplicationReply.Released _,
                    ApplicationReply.Paused _,
                    ApplicationReply.Left _,
                    ApplicationReply.Killed _,
                    ApplicationReply.Ok _ ->
                    Optional.empty();
        };
    }

    private static SchedulerInput confirmed(AppId app, ApplicationReply.Planned planned) {
        return new SchedulerInput.PlanConfirmed(
                app,
                planned.epoch(),
                planned.batch(),
                planned.plans().stream()
                        .map(plan ->
                                new SchedulerInput.Confirmed(plan.placement(), plan.plan().task()))
                        .toList());
    }

    private static Verdict verdict(ApplicationReply.Knowledge knowledge) {
        return switch (knowledge) {
            case KNOWN -> Verdict.KNOWN;
            case ENDED -> Verdict.ENDED;
            case NEVER_PLANNED -> Verdict.NEVER_PLANNED;
        };
    }

    /// The order behind [Effect.TellAbandoned].
    public static ApplicationCommand abandon(Effect.TellAbandoned tell) {
        return new ApplicationCommand.Abandon(tell.task(), tell.why(), tell.penalty());
    }

    /// The order behind [Effect.DeliverUpdates].
    public static ApplicationCommand observe(Effect.DeliverUpdates deliver) {
        return new ApplicationCommand.Observe(
                deliver.delivery(), deliver.updates().stream().map(SchedulerMail::update).toList());
    }

    private static ApplicationCommand.Update update(TaskStatus status) {
        return new ApplicationCommand.Update(
                new TaskId(status.taskId()),
                status.state(),
                status.reason(),
                status.message(),
                status.healthy(),
                status.check(),
                status.ips());
    }

    /// The agents behind offers that the framework does not know, or knows otherwise.
    public static Map<AgentId, FrameworkState.Agent> news(
            Iterable<Offer> offers, Optional<FrameworkState> framework) {
        var seen = new HashMap<AgentId, FrameworkState.Agent>();
        for (var offer : offers) {
            var agent = new FrameworkState.Agent(offer.host(), offer.ip());
            boolean known =
                    framework
                            .filter(state -> agent.equals(state.agents().get(offer.agent())))
                            .isPresent();
            if (!known) seen.put(offer.agent(), agent);
        }
        return seen;
    }
}
