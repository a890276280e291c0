package io.dromos.simulation;

import io.dromos.domain.application.Wishes;
import io.dromos.events.AgentId;
import io.dromos.events.facts.Target;
import io.dromos.events.spec.Constraint;
import io.dromos.events.state.ApplicationState;
import java.util.HashMap;
import java.util.List;

/// Whoever owns the machines adds some, once nothing goes wrong any more, so that what is wanted is
/// possible: without that a machine that others fill up may be the only one an application with
/// UNIQUE host names could still take, or its old instances may be on the last ones.
final class Owner {

    private static final long LOOK = 60_000;

    /// Instances of most applications, at most: with room on so many there is one it is not on yet.
    private static final int ROOMY = 4;

    /// What a task takes.
    private static final long CPUS = 500;

    private static final int RACKS = 3;

    private final Course course;
    private final Fleet fleet;
    private final Truth truth;
    private int added;

    Owner(Course course, Fleet fleet, Truth truth) {
        this.course = course;
        this.fleet = fleet;
        this.truth = truth;
    }

    /// Looks from now on.
    void begin() {
        course.every(LOOK, () -> true, this::look);
    }

    private void look() {
        var roomy =
                fleet.registered().stream()
                        .filter(agent -> Agent.CPUS - fleet.roster().usedCpus(agent) >= CPUS)
                        .map(Agent::id)
                        .toList();
        boolean shut = truth.applications().stream().anyMatch(it -> isShutOut(it, roomy));
        if (roomy.size() >= ROOMY && !shut) return;
        // The last digit is the rack, and only those below RACKS suit all.
        var host = "host-%d%d".formatted(1 + added / RACKS, added % RACKS);
        added++;
        course.tell("a machine is added: " + host);
        fleet.join(host);
    }

    /// Whether an application that wants more has as many as it may have on each of these agents.
    private static boolean isShutOut(ApplicationState state, List<AgentId> roomy) {
        int most = most(state);
        if (most == Integer.MAX_VALUE || Wishes.missing(state) == 0) return false;
        var there = new HashMap<AgentId, Integer>();
        for (var instance : state.instances().all().values())
            instance.task().ifPresent(run -> there.merge(run.placement().agent(), 1, Integer::sum));
        return roomy.stream().allMatch(agent -> there.getOrDefault(agent, 0) >= most);
    }

    /// How many a host may have.
    private static int most(ApplicationState state) {
        return state.run().map(Target.Run::spec).stream()
                .flatMap(spec -> spec.constraints().stream())
                .mapToInt(Owner::most)
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private static int most(Constraint constraint) {
        return switch (constraint.operator()) {
            case UNIQUE -> 1;
            case MAX_PER -> Integer.parseInt(constraint.value().orElseThrow());
            case CLUSTER, GROUP_BY, LIKE, UNLIKE, IS -> Integer.MAX_VALUE;
        };
    }
}
