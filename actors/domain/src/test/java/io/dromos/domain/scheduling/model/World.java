package io.dromos.domain.scheduling.model;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.domain.scheduling.model.ToyLog.Standing;
import io.dromos.events.AppId;
import io.dromos.events.TaskId;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Constraint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Everything together, and what must never happen in it.
final class World {

    private final Sim sim;
    private final ToyLog log = new ToyLog();
    private final ToyMesos mesos;
    private final List<ToyApplication> applications = new ArrayList<>();
    private final List<Host> hosts = new ArrayList<>();
    private final Set<TaskId> launched = new HashSet<>();

    World(long seed) {
        sim = new Sim(seed);
        mesos = new ToyMesos(sim, log);
        applications.add(application("/plain", 3, List.of()));
        applications.add(
                application(
                        "/unique",
                        3,
                        List.of(
                                new Constraint(
                                        "hostname",
                                        Constraint.Operator.UNIQUE,
                                        Optional.empty()))));
        applications.add(application("/many", 5, List.of()));
        newHost();
    }

    /// Things go wrong for so long, then no more; and time to mend it all.
    void run(long faultsMillis, long quietMillis) {
        sim.every(1_000, this::trouble);
        sim.runUntil(faultsMillis);
        sim.stopFaults();
        mesos.heal();
        if (listening().isEmpty()) newHost();
        sim.runUntil(faultsMillis + quietMillis);
    }

    Sim sim() {
        return sim;
    }

    ToyLog log() {
        return log;
    }

    ToyMesos mesos() {
        return mesos;
    }

    List<ToyApplication> applications() {
        return applications;
    }

    /// The newest scheduler that works.
    Host host() {
        return listening().getLast();
    }

    /// Schedulers that live: the newest, and those that do not know yet that they are deposed.
    List<Host> listening() {
        return hosts.stream().filter(Host::isAlive).toList();
    }

    /// To an application: lost, doubled or late.
    void tell(AppId app, Consumer<ToyApplication> message) {
        applications.stream()
                .filter(a -> a.id.equals(app))
                .findFirst()
                .ifPresent(application -> carry(() -> message.accept(application)));
    }

    /// To a scheduler: lost, doubled or late.
    void send(Host host, SchedulerInput input) {
        carry(() -> host.give(input));
    }

    /// protocols 2.6, and persist-then-tell.
    void check(SchedulerCall.Accept accept) {
        for (var launch : accept.launches()) {
            sim.tell("ACCEPT " + launch.task());
            if (!launched.add(launch.task()))
                sim.violation("an ACCEPT was sent twice: " + launch.task());
            var standing = log.plan(launch.task()).map(plan -> plan.standing);
            if (!standing.equals(Optional.of(Standing.PLANNED)))
                sim.violation("launched while " + standing + ": " + launch.task());
        }
    }

    private void carry(Runnable message) {
        if (sim.fault(0.03)) return;
        int copies = sim.fault(0.03) ? 2 : 1;
        for (int i = 0; i < copies; i++)
            sim.after(sim.fault(0.03) ? sim.between(500, 30_000) : sim.between(1, 5), message);
    }

    private void trouble() {
        if (listening().isEmpty()) newHost();
        if (sim.fault(0.004)) host().crash();
        // A new scheduler starts while the old one still believes in itself.
        if (sim.fault(0.004)) newHost();
        if (sim.fault(0.01)) mesos.dropStream();
        if (sim.fault(0.004)) mesos.failOver();
        if (sim.fault(0.006)) mesos.partition();
        if (sim.fault(0.01)) mesos.rescindOne();
        if (sim.fault(0.02)) sim.oneOf(applications).killOne();
        if (sim.fault(0.02)) mesos.endOne();
    }

    private void newHost() {
        sim.tell("a scheduler starts");
        hosts.add(new Host(this, sim, log, mesos));
    }

    private ToyApplication application(String id, int instances, List<Constraint> constraints) {
        var spec =
                ApplicationSpec.ofCommand("toy")
                        .withInstances(instances)
                        .withConstraints(constraints);
        return new ToyApplication(this, sim, log, id, spec);
    }
}
