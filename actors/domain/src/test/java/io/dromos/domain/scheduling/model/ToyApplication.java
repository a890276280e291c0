package io.dromos.domain.scheduling.model;

import io.dromos.domain.mesos.TaskStatus;
import io.dromos.domain.scheduling.Effect;
import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.domain.scheduling.SchedulerInput.Verdict;
import io.dromos.domain.scheduling.Tally;
import io.dromos.domain.scheduling.Want;
import io.dromos.domain.scheduling.model.ToyLog.Standing;
import io.dromos.events.AppId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.spec.ApplicationSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An application that wants so many instances, decides on its own plans in the log, and keeps
/// nothing else.
final class ToyApplication {

    private static final Version VERSION = new Version(Instant.EPOCH);
    private static final long ASK_AFTER = 10_000;

    final AppId id;
    private final ApplicationSpec spec;
    private final Sim sim;
    private final ToyLog log;
    private final World world;
    private long revision;
    private int nextInstance;

    ToyApplication(World world, Sim sim, ToyLog log, String id, ApplicationSpec spec) {
        this.world = world;
        this.sim = sim;
        this.log = log;
        this.id = new AppId(id);
        this.spec = spec;
        sim.every(3_000, this::repeat);
    }

    int wanted() {
        return spec.instances();
    }

    void propose(Effect.ProposePlan plan, Host asker) {
        if (plan.places().isEmpty()) {
            world.send(
                    asker,
                    new SchedulerInput.PlanConfirmed(id, plan.epoch(), plan.batch(), List.of()));
            return;
        }
        boolean fenced = plan.epoch() < log.epoch();
        if (fenced || plan.revision() != revision) {
            world.send(
                    asker,
                    new SchedulerInput.PlanRefused(id, plan.epoch(), plan.batch(), "toy", fenced));
        } else world.send(asker, plan(plan));
        say(asker);
    }

    void abandon(Effect.TellAbandoned told, Host asker) {
        log.plan(told.task())
                .filter(plan -> plan.standing == Standing.PLANNED)
                .ifPresent(plan -> {
                    plan.standing = Standing.ABANDONED;
                    revision++;
                    sim.tell("abandoned " + told.task() + ": " + told.why());
                    if (world.mesos().isLive(told.task()))
                        sim.violation("abandoned though it lives: " + told);
                });
        world.send(asker, new SchedulerInput.AbandonStored(id, told.task()));
        say(asker);
    }

    void deliver(Effect.DeliverUpdates delivery, Host asker) {
        var verdicts = delivery.updates().stream().map(this::judge).toList();
        world.send(asker, new SchedulerInput.UpdatesStored(id, delivery.delivery(), verdicts));
        say(asker);
    }

    /// Something the user does: one of the running instances is to end.
    void killOne() {
        var running =
                mine().stream()
                        .filter(entry -> entry.getValue().isOpen())
                        .map(Map.Entry::getKey)
                        .toList();
        if (!running.isEmpty()) log.plan(sim.oneOf(running)).orElseThrow().killWanted = true;
    }

    private SchedulerInput.PlanConfirmed plan(Effect.ProposePlan plan) {
        var confirmed = new ArrayList<SchedulerInput.Confirmed>();
        for (var place : plan.places()) {
            if (missing() == 0 || sim.fault(0.05)) continue;
            var task = TaskId.of(InstanceId.of(id, "i" + nextInstance++), 1);
            var entry = new ToyLog.Plan(place.placement(), plan.epoch(), sim.now());
            log.plans().put(task, entry);
            confirmed.add(new SchedulerInput.Confirmed(place.place(), task));
            sim.tell("planned " + task + " in epoch " + plan.epoch());
        }
        revision++;
        return new SchedulerInput.PlanConfirmed(id, plan.epoch(), plan.batch(), confirmed);
    }

    private Verdict judge(TaskStatus status) {
        var plan = TaskId.parse(status.taskId()).flatMap(log::plan);
        if (plan.isEmpty()) return Verdict.NEVER_PLANNED;
        if (!plan.get().isOpen()) {
            status.uuid().ifPresent(log::store);
            return Verdict.ENDED;
        }
        status.uuid().ifPresent(log::store);
        boolean gone = status.state().isTerminal() || status.state() == TaskState.UNREACHABLE;
        plan.get().standing = gone ? Standing.ENDED : Standing.SEEN;
        sim.tell(plan.get().standing + " " + status.taskId() + " by " + status.state());
        revision++;
        return Verdict.KNOWN;
    }

    /// Level-triggered: everything that is still wanted is said again and again.
    private void repeat() {
        var undecided =
                mine().stream()
                        .filter(entry -> entry.getValue().standing == Standing.PLANNED)
                        .filter(entry -> sim.now() - entry.getValue().at >= ASK_AFTER)
                        .map(entry -> ToyLog.live(entry.getKey(), entry.getValue()))
                        .toList();
        for (var host : world.listening()) {
            say(host);
            if (!undecided.isEmpty()) world.send(host, new SchedulerInput.Undecided(id, undecided));
            for (var entry : mine())
                if (entry.getValue().isOpen() && entry.getValue().killWanted)
                    world.send(
                            host,
                            new SchedulerInput.KillWanted(
                                    entry.getKey(),
                                    Optional.of(entry.getValue().placement.agent()),
                                    Optional.empty()));
        }
    }

    private void say(Host host) {
        var open =
                mine().stream()
                        .filter(entry -> entry.getValue().isOpen())
                        .map(entry -> entry.getValue().placement)
                        .toList();
        var tally = Tally.of(spec.constraints(), open);
        var want = new Want(id, VERSION, spec, VERSION, missing(), tally);
        world.send(host, new SchedulerInput.Wanted(id, revision, List.of(want)));
    }

    private int missing() {
        long open = mine().stream().filter(entry -> entry.getValue().isOpen()).count();
        return (int) Math.max(0, spec.instances() - open);
    }

    private List<Map.Entry<TaskId, ToyLog.Plan>> mine() {
        return log.plans().entrySet().stream()
                .filter(entry -> entry.getKey().app().equals(id))
                .toList();
    }
}
