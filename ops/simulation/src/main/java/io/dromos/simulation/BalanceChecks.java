package io.dromos.simulation;

import io.dromos.events.AppId;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.facts.ApplicationFact.Placement;
import io.dromos.events.spec.Constraint;
import io.dromos.events.spec.Constraint.Operator;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What GROUP_BY counts stays balanced: one more goes where there are fewest, and who goes because
/// there are too many is one of a largest group.
final class BalanceChecks {

    /// As the product says it.
    static final String TOO_MANY = "more instances than wanted";

    /// A place that was balanced when it was chosen need not be so after somebody else has ended.
    private static final Duration CHOSEN = Duration.ofSeconds(30);

    /// Whatever was chosen before an application follows another definition is refused after that.
    private static final Duration ADOPTED = Duration.ofSeconds(1);

    /// Before that no place is judged.
    private final Map<AppId, Instant> judgedFrom = new HashMap<>();

    /// Hears each fact after it was judged.
    void fact(ApplicationFact fact) {
        switch (fact) {
            case ApplicationFact.TaskObserved it when it.state().isTerminal() ->
                    wait(it, it.at().plus(CHOSEN));
            case ApplicationFact.LaunchAbandoned it -> wait(it, it.at().plus(CHOSEN));
            case ApplicationFact.InstanceForgotten it -> wait(it, it.at().plus(CHOSEN));
            case ApplicationFact.KillRequested it -> wait(it, it.at().plus(CHOSEN));
            case ApplicationFact.VersionAdopted it -> wait(it, it.at().plus(ADOPTED));
            case ApplicationFact.TaskObserved _,
                    ApplicationFact.InstancePlanned _,
                    ApplicationFact.StepReleased _,
                    ApplicationFact.StepDone _,
                    ApplicationFact.RolloutLeft _,
                    ApplicationFact.RolloutPaused _,
                    ApplicationFact.RolloutResumed _,
                    ApplicationFact.RolloutBounded _,
                    ApplicationFact.RolloutStalled _,
                    ApplicationFact.InstanceBecameInactive _,
                    ApplicationFact.StragglerEnded _,
                    ApplicationFact.InstanceHealthChanged _,
                    ApplicationFact.InstanceBecameReady _,
                    ApplicationFact.DelayReset _,
                    ApplicationFact.Removed _ -> {}
        }
    }

    private void wait(ApplicationFact fact, Instant until) {
        judgedFrom.merge(fact.app(), until, (one, other) -> one.isAfter(other) ? one : other);
    }

    void planned(ApplicationState before, InstancePlanned plan) {
        var from = judgedFrom.getOrDefault(plan.app(), Instant.MIN);
        if (before.run().isEmpty() || plan.at().isBefore(from)) return;
        int wanted = before.run().get().spec().instances();
        for (var constraint : groupings(before)) {
            var groups = groups(before, plan.config(), constraint);
            int group = groups.getOrDefault(value(constraint, plan.placement()), 0);
            Broken.unless(
                    fits(constraint, group, groups, wanted),
                    "%s goes where %d are, which breaks %s: %s",
                    plan.task(),
                    group,
                    constraint,
                    groups);
        }
    }

    private static boolean fits(
            Constraint constraint, int group, Map<String, Integer> groups, int wanted) {
        int number = constraint.value().map(Integer::parseInt).orElse(0);
        if (number == 0)
            return groups.values().stream().allMatch(other -> group <= other) || group == 0;
        if (group == 0) return groups.size() < number;
        int share = wanted / number;
        long larger = groups.values().stream().filter(other -> other > share).count();
        return group < share || (group == share && larger < wanted % number);
    }

    /// Of several fields not each can be kept even.
    void killed(ApplicationState before, KillRequested kill) {
        var groupings = groupings(before);
        if (!kill.why().equals(TOO_MANY) || groupings.size() != 1) return;
        var config = before.config().orElseThrow();
        var instance = before.instances().find(kill.instance()).orElseThrow();
        if (instance.task().isEmpty() || !instance.config().equals(config)) return;
        if (instance.kind() != Kind.RUNNING && isNeeded(before)) return;
        var constraint = groupings.getFirst();
        var groups = groups(before, config, constraint);
        int group = groups.getOrDefault(value(constraint, instance.task().get().placement()), 0);
        Broken.unless(
                groups.values().stream().allMatch(other -> other <= group),
                "%s goes from where %d are, which breaks %s: %s",
                kill.instance(),
                group,
                constraint,
                groups);
    }

    /// Whether too few might run if those went that do.
    private static boolean isNeeded(ApplicationState state) {
        var spec = state.run().orElseThrow().spec();
        int there = 0;
        for (var instance : state.instances().all().values())
            if (!instance.decommissioned() && instance.task().isPresent()) there++;
        int left = state.instances().count(Kind.RUNNING) - (there - spec.instances());
        return left < spec.instances() * spec.upgradeStrategy().minimumHealthCapacity();
    }

    /// The same of somebody else who is up to the same, and not of a largest group, if there is
    /// one.
    static KillRequested ofSmallerGroup(
            ApplicationState state, Constraint constraint, KillRequested kill) {
        var victim = state.instances().find(kill.instance());
        if (state.config().isEmpty() || victim.isEmpty()) return kill;
        var config = state.config().get();
        var groups = groups(state, config, constraint);
        int largest = groups.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return state.instances().all().values().stream()
                .filter(it -> it.config().equals(config) && it.kind() == victim.get().kind())
                .filter(it ->
                        it.task()
                                .map(run -> value(constraint, run.placement()))
                                .filter(value -> groups.getOrDefault(value, 0) < largest)
                                .isPresent())
                .map(it ->
                        new KillRequested(
                                kill.app(), it.id(), kill.why(), kill.decommission(), kill.at()))
                .findFirst()
                .orElse(kill);
    }

    private static List<Constraint> groupings(ApplicationState state) {
        return state.run().stream()
                .flatMap(run -> run.spec().constraints().stream())
                .filter(it -> it.operator() == Operator.GROUP_BY)
                .toList();
    }

    /// How many there are of each value, those left out that are told to go for good.
    private static Map<String, Integer> groups(
            ApplicationState state, Version config, Constraint constraint) {
        var groups = new HashMap<String, Integer>();
        for (var instance : state.instances().all().values())
            if (instance.config().equals(config)
                    && !instance.decommissioned()
                    && instance.kind() != Kind.INACTIVE)
                instance.task()
                        .map(Instance.Task::placement)
                        .ifPresent(it -> groups.merge(value(constraint, it), 1, Integer::sum));
        return groups;
    }

    private static String value(Constraint constraint, Placement placement) {
        return constraint.field().equals("hostname")
                ? placement.host()
                : placement.attributes().getOrDefault(constraint.field(), "");
    }
}
