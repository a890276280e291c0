package io.dromos.simulation;

import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.util.List;

/// What a change may not do while it exchanges instances: leave fewer running than its capacity
/// says, or start more.
final class CapacityChecks {

    private CapacityChecks() {}

    /// An instance that runs is told to go only if enough others run.
    static void killed(ApplicationState before, KillRequested kill) {
        var run = before.run();
        var kind = before.instances().find(kill.instance()).orElseThrow().kind();
        boolean free =
                kill.why().equals(KillRequested.BY_USER)
                        || kill.isForHealth()
                        || kind != Kind.RUNNING
                        || !before.rollout().rolling();
        if (free || run.isEmpty()) return;
        var spec = run.get().spec();
        double least = spec.instances() * spec.upgradeStrategy().minimumHealthCapacity();
        int left = before.instances().count(Kind.RUNNING) - 1;
        Broken.unless(
                left >= least,
                "%s is told to go and leaves %d that run, at least are to %s",
                kill.instance(),
                left,
                least);
    }

    /// While there are old ones, a launch makes them no more than may be: one more than all where
    /// otherwise none could be exchanged. Where a change was given up, those count that it told to
    /// go, and those that are to stay.
    static void planned(ApplicationState before, InstancePlanned plan) {
        var there =
                before.instances().all().values().stream()
                        .filter(instance -> instance.task().isPresent())
                        .filter(instance -> instance.kind() != Kind.INACTIVE)
                        .toList();
        boolean rolling = before.rollout().rolling();
        var old = there.stream().filter(it -> !it.config().equals(plan.config())).toList();
        if (rolling ? old.isEmpty() : old.stream().noneMatch(it -> it.kind() == Kind.LEAVING)) {
            wanted(before, plan, there);
            return;
        }
        long count =
                1
                        + there.stream()
                                .filter(it -> rolling || old.contains(it) || !it.decommissioned())
                                .count();
        var spec = before.run().orElseThrow().spec();
        double most =
                Math.max(
                        spec.instances() * (1 + spec.upgradeStrategy().maximumOverCapacity()),
                        Math.ceil(spec.instances() * spec.upgradeStrategy().minimumHealthCapacity())
                                + 1);
        Broken.unless(count <= most, "%s makes %d, at most may be %s", plan.task(), count, most);
    }

    /// Where nothing is exchanged, no more come than are wanted, those of silent agents included
    /// until another takes their place.
    private static void wanted(
            ApplicationState before, InstancePlanned plan, List<Instance> there) {
        long count = 1 + there.stream().filter(it -> !it.decommissioned()).count();
        int wanted = before.rollout().effective();
        Broken.unless(count <= wanted, "%s makes %d, %d are wanted", plan.task(), count, wanted);
    }
}
