package io.dromos.checks.replay;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.framework.FrameworkCommand;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.domain.scheduling.Effect;
import io.dromos.domain.scheduling.Rules;
import io.dromos.domain.scheduling.Scheduler;
import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.domain.scheduling.SchedulerInput.Verdict;
import io.dromos.domain.scheduling.SchedulerState;
import io.dromos.domain.scheduling.SchedulingContext;
import io.dromos.domain.scheduling.SchedulingLimits;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.TaskId;
import io.dromos.events.state.FrameworkState;
import java.util.HashMap;
import java.util.Optional;

/// The scheduler of one process: takes one thing at a time and has its effects carried out.
final class Scheduling {

    private final Course course;
    private final Journal journal;
    private final Node node;
    private final Link link;
    private final Apps apps;
    private SchedulerState state = SchedulerState.START;
    private boolean alive = true;

    Scheduling(Course course, Journal journal, Node node, Master master) {
        this.course = course;
        this.journal = journal;
        this.node = node;
        this.link = new Link(course, master, this::heard);
        this.apps = new Apps(course, journal, node, this::give);
    }

    Apps apps() {
        return apps;
    }

    Link link() {
        return link;
    }

    void die() {
        alive = false;
        link.die();
    }

    void tick() {
        give(new SchedulerInput.Tick());
    }

    /// The framework's facts are stored before the scheduler hears what they rest on.
    private void heard(SchedulerEvent event) {
        if (!alive) return;
        if (event instanceof SchedulerEvent.Subscribed subscribed)
            node.ask(new FrameworkCommand.Register(subscribed.framework()));
        if (event instanceof SchedulerEvent.Offered offered) {
            var seen = new HashMap<AgentId, FrameworkState.Agent>();
            for (var offer : offered.offers())
                seen.put(offer.agent(), new FrameworkState.Agent(offer.host(), offer.ip()));
            node.ask(new FrameworkCommand.See(seen));
        }
        give(new SchedulerInput.Heard(event));
    }

    private void give(SchedulerInput input) {
        if (!alive) return;
        var context =
                new SchedulingContext(
                        course.time(), course.wall(), SchedulingLimits.DEFAULT, Rules.DEFAULT);
        var stepped = Scheduler.step(state, input, context);
        state = stepped.state();
        stepped.effects().forEach(this::carryOut);
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.ClaimEpoch _ ->
                    course.after(
                            1 + course.below(20),
                            () -> {
                                if (!alive) return;
                                long epoch = journal.framework().epoch() + 1;
                                node.ask(new FrameworkCommand.Claim(epoch));
                                give(new SchedulerInput.EpochClaimed(epoch));
                            });
            case Effect.Subscribe _, Effect.Resubscribe _ -> link.start();
            case Effect.StepDown(var why) ->
                    throw new AssertionError("The only scheduler steps down: " + why);
            case Effect.Call(var number, var call) -> link.call(number, call);
            case Effect.GatherLiveTasks gather ->
                    course.carry(() ->
                            give(
                                    new SchedulerInput.LiveTasks(
                                            gather.epoch(), gather.agent(), live(gather.agent()))));
            case Effect.ProposePlan plan -> apps.propose(plan);
            case Effect.TellAbandoned tell ->
                    apps.ask(
                            tell.app(),
                            new ApplicationCommand.Abandon(tell.task(), tell.why(), tell.penalty()),
                            _ -> give(new SchedulerInput.AbandonStored(tell.app(), tell.task())));
            case Effect.DeliverUpdates deliver ->
                    apps.ask(
                            deliver.app(),
                            new ApplicationCommand.Observe(
                                    deliver.delivery(),
                                    deliver.updates().stream().map(Scheduling::update).toList()),
                            reply -> stored(deliver.app(), (ApplicationReply.Observed) reply));
            case Effect.Stray(var status) ->
                    throw new AssertionError("A task that the log never planned: " + status);
            case Effect.ShowRefusals _ -> {}
        }
    }

    private java.util.List<SchedulerInput.Live> live(Optional<AgentId> agent) {
        return journal.applications().stream()
                .flatMap(it -> it.instances().all().values().stream())
                .flatMap(it -> it.task().stream())
                .filter(it -> agent.isEmpty() || agent.get().equals(it.placement().agent()))
                .map(Apps::live)
                .toList();
    }

    private void stored(AppId app, ApplicationReply.Observed observed) {
        give(
                new SchedulerInput.UpdatesStored(
                        app,
                        observed.delivery(),
                        observed.knowledge().stream().map(Scheduling::verdict).toList()));
    }

    private static Verdict verdict(ApplicationReply.Knowledge knowledge) {
        return switch (knowledge) {
            case KNOWN -> Verdict.KNOWN;
            case ENDED -> Verdict.ENDED;
            case NEVER_PLANNED -> Verdict.NEVER_PLANNED;
        };
    }

    private static ApplicationCommand.Update update(TaskStatus status) {
        return new ApplicationCommand.Update(
                new TaskId(status.taskId()),
                status.state(),
                status.reason(),
                status.message(),
                status.healthy(),
                status.ips());
    }
}
