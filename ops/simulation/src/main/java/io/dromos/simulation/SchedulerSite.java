package io.dromos.simulation;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.framework.FrameworkCommand;
import io.dromos.domain.front.Claiming;
import io.dromos.domain.front.SchedulerMail;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.domain.scheduling.Effect;
import io.dromos.domain.scheduling.Rules;
import io.dromos.domain.scheduling.Scheduler;
import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.domain.scheduling.SchedulerState;
import io.dromos.domain.scheduling.SchedulingContext;
import io.dromos.domain.scheduling.SchedulingLimits;
import io.dromos.events.AppId;
import io.dromos.events.FrameworkId;
import io.dromos.events.state.FrameworkState;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;

/// The scheduler in one process: feeds [Scheduler#step] and has its effects carried out, in the
/// order and with the holding back that the actor has.
final class SchedulerSite extends Site {

    private static final long TICK = 200;
    private static final long RETRY = 1_000;

    private final Wire wire;
    private final Tampering tampering;
    private final long startedAt;
    private final ArrayDeque<SchedulerEvent> held = new ArrayDeque<>();
    private SchedulerState state = SchedulerState.START;
    private Optional<FrameworkState> framework = Optional.empty();
    private Claiming claiming = Claiming.NONE;
    private Optional<FrameworkId> registering = Optional.empty();
    private boolean ended;

    SchedulerSite(Node node) {
        super(node);
        course().tell("a scheduler starts on " + node.number());
        startedAt = course().millis();
        tampering = new Tampering(course());
        wire = new Wire(this, this::heard);
        askFramework(new FrameworkCommand.See(Map.of()));
        course().every(TICK, this::isAlive, this::tick);
        course().every(RETRY, this::isAlive, this::load);
    }

    boolean isDown() {
        return ended || state.isDown();
    }

    SchedulerState state() {
        return state;
    }

    Wire wire() {
        return wire;
    }

    void die() {
        stop();
        wire.die();
    }

    /// From applications and the log.
    void told(SchedulerInput input) {
        if (!isAlive() || isDown()) return;
        tampering.input(input).ifPresent(this::step);
    }

    private void tick() {
        // Sometimes the process stands still for a while.
        if (framework.isPresent() && !course().mishap(0.0005)) step(new SchedulerInput.Tick());
    }

    private void load() {
        if (framework.isEmpty()) askFramework(new FrameworkCommand.See(Map.of()));
        claiming.pending().map(FrameworkCommand.Claim::new).ifPresent(this::askFramework);
        registering.ifPresent(id -> askFramework(new FrameworkCommand.Register(id, state.epoch())));
    }

    private void heard(SchedulerEvent event) {
        if (!isAlive() || isDown()) return;
        if (registering.isPresent()) {
            held.add(event);
            return;
        }
        if (event instanceof SchedulerEvent.Subscribed subscribed
                && !isKnown(subscribed.framework())
                && !course().has(Fault.FRAMEWORK_ID_FORGOTTEN)) {
            if (isOtherThanKnown(subscribed.framework())) return;
            registering = Optional.of(subscribed.framework());
            held.add(event);
            askFramework(new FrameworkCommand.Register(subscribed.framework(), state.epoch()));
            return;
        }
        pass(event);
    }

    /// Under another id nothing of what runs is ours.
    private boolean isOtherThanKnown(FrameworkId given) {
        var known = framework.flatMap(FrameworkState::framework);
        if (known.isEmpty()) return false;
        end("Mesos gives %s in place of %s".formatted(given, known.get()));
        return true;
    }

    private void end(String why) {
        course().tell("a scheduler steps down: " + why);
        wire.die();
        ended = true;
    }

    private boolean isKnown(FrameworkId id) {
        return framework.flatMap(FrameworkState::framework).equals(Optional.of(id));
    }

    private void pass(SchedulerEvent event) {
        SchedulerMail.remember(event, framework).ifPresent(this::askFramework);
        tampering.event(event).ifPresent(it -> step(new SchedulerInput.Heard(it)));
    }

    private void askFramework(FrameworkCommand command) {
        cluster()
                .framework(site ->
                        site.desk()
                                .ask(
                                        command,
                                        (known, _) ->
                                                site.reply(this, () -> frameworkTold(known))));
    }

    private void frameworkTold(FrameworkState known) {
        if (!isAlive() || isDown()) return;
        framework = Optional.of(known);
        claiming.told(known, state.epoch()).ifPresent(this::step);
        claiming = claiming.after(known);
        if (registering.isEmpty() || !isKnown(registering.get())) return;
        registering = Optional.empty();
        while (registering.isEmpty() && !held.isEmpty()) heard(held.remove());
    }

    private void step(SchedulerInput input) {
        if (isDown()) return;
        var context =
                new SchedulingContext(
                        course().time().minusMillis(startedAt),
                        course().wall(),
                        SchedulingLimits.DEFAULT,
                        Rules.DEFAULT);
        var stepped = Scheduler.step(state, input, context);
        state = stepped.state();
        boolean first = true;
        for (var effect : stepped.effects()) {
            if (!first && !goesOn()) return;
            first = false;
            carryOut(effect);
        }
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.ClaimEpoch(var holding) -> claim(holding);
            case Effect.Subscribe _ -> subscribe();
            case Effect.Resubscribe _ -> wire.resubscribe();
            case Effect.StepDown(var why) -> end(why);
            case Effect.Call(var number, var call) ->
                    tampering.call(wire, number, call, this::heard);
            case Effect.GatherLiveTasks gather -> gather(gather);
            case Effect.ProposePlan plan -> propose(plan);
            case Effect.TellAbandoned tell -> abandon(tell);
            case Effect.DeliverUpdates deliver ->
                    order(deliver.app(), SchedulerMail.observe(deliver));
            case Effect.Stray(var status) -> stray(status);
            case Effect.ShowRefusals _ -> {}
        }
    }

    /// Without an id Mesos gives a new one, under which what runs is not ours.
    private void subscribe() {
        var id = framework.flatMap(FrameworkState::framework);
        if (id.isPresent() || course().has(Fault.FRAMEWORK_ID_FORGOTTEN)) {
            wire.start(course().has(Fault.FRAMEWORK_ID_FORGOTTEN) ? Optional.empty() : id);
            return;
        }
        course().after(
                        course().between(1, 50),
                        () -> {
                            if (!isAlive() || isDown()) return;
                            if (truth().liveTasks(Optional.empty()).isEmpty())
                                wire.start(Optional.empty());
                            else end("tasks live under an id that is not known");
                        });
    }

    /// The log of this cluster planned every task there is.
    private void stray(TaskStatus status) {
        if (course().has(Fault.STRANGER_KILLED))
            wire.call(
                    -1, new SchedulerCall.Kill(status.taskId(), status.agent(), Optional.empty()));
        else
            Broken.unless(
                    status.taskId().contains(Mesos.STRANGER),
                    "%s is taken for a stray",
                    status.taskId());
    }

    private void claim(long holding) {
        if (course().has(Fault.EPOCH_NOT_CLAIMED) && truth().epoch() > 0) {
            long found = truth().epoch();
            course().after(1, () -> told(new SchedulerInput.EpochClaimed(found)));
            return;
        }
        if (claiming.pending().isPresent()) {
            askFramework(new FrameworkCommand.Claim(claiming.pending().get()));
            return;
        }
        if (holding != 0 && holding != truth().epoch()) {
            long newest = truth().epoch();
            course().after(1, () -> told(new SchedulerInput.EpochLost(newest)));
            return;
        }
        ledger().claim(
                        "process " + node().number(),
                        epoch -> {
                            if (!isAlive()) return;
                            claiming = claiming.won(epoch, state.epoch());
                            askFramework(new FrameworkCommand.Claim(epoch));
                        });
    }

    private void gather(Effect.GatherLiveTasks gather) {
        course().after(
                        course().between(1, 50),
                        () -> {
                            var tasks = truth().liveTasks(gather.agent());
                            if (!tampering.forgets(gather))
                                told(SchedulerMail.liveTasks(gather, tasks));
                        });
    }

    private void propose(Effect.ProposePlan plan) {
        cluster()
                .application(
                        plan.app(),
                        site ->
                                site.propose(
                                        plan,
                                        reply ->
                                                site.reply(
                                                        this,
                                                        () ->
                                                                SchedulerMail.input(
                                                                                plan.app(), reply)
                                                                        .ifPresent(this::told))));
    }

    private void abandon(Effect.TellAbandoned tell) {
        if (course().has(Fault.ABANDONMENT_LOST))
            course().after(
                            1,
                            () -> told(new SchedulerInput.AbandonStored(tell.app(), tell.task())));
        else order(tell.app(), SchedulerMail.abandon(tell));
    }

    private void order(AppId app, ApplicationCommand command) {
        cluster()
                .application(
                        app,
                        site ->
                                site.hear(command)
                                        .ask(
                                                command,
                                                (reply, _) ->
                                                        site.reply(
                                                                this,
                                                                () ->
                                                                        SchedulerMail.input(
                                                                                        app, reply)
                                                                                .ifPresent(
                                                                                        this
                                                                                                ::told))));
    }
}
