package io.dromos.domain.scheduling.model;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.scheduling.Effect;
import io.dromos.domain.scheduling.Rules;
import io.dromos.domain.scheduling.Scheduler;
import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.domain.scheduling.SchedulerState;
import io.dromos.domain.scheduling.SchedulingContext;
import io.dromos.domain.scheduling.SchedulingLimits;

/// One process with a scheduler in it: it carries effects out and dies without a word.
final class Host {

    private final World world;
    private final Sim sim;
    private final ToyLog log;
    private final ToyLink link;
    private SchedulerState state = SchedulerState.START;
    private boolean alive = true;

    Host(World world, Sim sim, ToyLog log, ToyMesos mesos) {
        this.world = world;
        this.sim = sim;
        this.log = log;
        link = new ToyLink(sim, mesos, this::hear);
        tick();
    }

    boolean isAlive() {
        return alive && !state.isDown();
    }

    SchedulerState state() {
        return state;
    }

    ToyLink link() {
        return link;
    }

    void crash() {
        sim.tell("a scheduler crashes");
        alive = false;
        link.die();
    }

    void give(SchedulerInput input) {
        if (!alive) return;
        var context =
                new SchedulingContext(
                        sim.time(), sim.wall(), SchedulingLimits.DEFAULT, Rules.DEFAULT);
        var stepped = Scheduler.step(state, input, context);
        state = stepped.state();
        stepped.effects().forEach(this::carryOut);
    }

    private void hear(SchedulerEvent event) {
        give(new SchedulerInput.Heard(event));
    }

    private void tick() {
        if (!isAlive()) return;
        // Sometimes the process stands still for a while.
        sim.after(sim.fault(0.002) ? sim.between(1_000, 90_000) : 500, this::tick);
        give(new SchedulerInput.Tick());
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.ClaimEpoch(var holding) ->
                    sim.after(sim.between(1, sim.fault(0.1) ? 8_000 : 20), () -> claim(holding));
            case Effect.Subscribe() -> link.start();
            case Effect.Resubscribe() -> {
                sim.tell("resubscribe");
                link.resubscribe();
            }
            case Effect.StepDown(var why) -> {
                sim.tell("steps down: " + why);
                link.die();
            }
            case Effect.Call(var number, var call) -> call(number, call);
            case Effect.GatherLiveTasks(var epoch, var agent) ->
                    sim.after(
                            sim.between(1, 50),
                            () ->
                                    give(
                                            new SchedulerInput.LiveTasks(
                                                    epoch, agent, log.live(agent))));
            case Effect.ProposePlan plan ->
                    world.tell(plan.app(), application -> application.propose(plan, this));
            case Effect.TellAbandoned told ->
                    world.tell(told.app(), application -> application.abandon(told, this));
            case Effect.DeliverUpdates delivery ->
                    world.tell(delivery.app(), application -> application.deliver(delivery, this));
            case Effect.Stray(var status) -> sim.violation("a stray: " + status);
            case Effect.ShowRefusals _ -> {}
        }
    }

    private void claim(long holding) {
        if (!isAlive()) return;
        log.claim(holding)
                .ifPresentOrElse(
                        epoch -> give(new SchedulerInput.EpochClaimed(epoch)),
                        () -> give(new SchedulerInput.EpochLost(log.epoch())));
    }

    private void call(long number, SchedulerCall call) {
        if (call instanceof SchedulerCall.Accept accept) world.check(accept);
        if (call instanceof SchedulerCall.Acknowledge ack && !log.isStored(ack.uuid()))
            sim.violation("acknowledged before it was stored: " + ack);
        link.call(number, call);
    }
}
