package io.dromos.simulation;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.spec.UnreachableStrategy;
import io.dromos.events.state.Instance.Kind;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Agents that are silent for long, in some runs, and what definitions say of that. Some of them
/// stay silent when nothing goes wrong any more: whoever ran there is replaced and forgotten as his
/// definition says, and nobody else.
///
/// @param truth what is durable
record Silences(Truth truth) {

    private static final List<String> STRATEGIES =
            List.of(
                    strategy(0, 0),
                    strategy(5, 5),
                    strategy(0, 60),
                    strategy(10, 60),
                    strategy(40, 300),
                    "\"unreachableStrategy\":\"disabled\"");

    private static String strategy(int inactive, int expunge) {
        return "\"unreachableStrategy\":{\"inactiveAfterSeconds\":%d,\"expungeAfterSeconds\":%d}"
                .formatted(inactive, expunge);
    }

    /// Not where people pause, for what is paused may wait for the silent.
    static boolean are(Course course) {
        return (course.seed() % 8 == 2 || course.seed() % 8 == 7) && !Steersmen.are(course);
    }

    /// Part of a definition.
    static Optional<String> document(Course course) {
        return are(course) && course.chance(0.5)
                ? Optional.of(course.oneOf(STRATEGIES))
                : Optional.empty();
    }

    /// How long an agent is silent at most, in milliseconds.
    static long longest(Course course) {
        return are(course) ? 400_000 : 120_000;
    }

    /// One second in which more agents fall silent than elsewhere.
    static void second(Course course, Fleet fleet) {
        if (!are(course)) return;
        if (course.mishap(0.02)) fleet.partition();
        if (course.mishap(0.005)) fleet.dieOne();
    }

    /// What is still missing while agents stay silent.
    Optional<String> missing() {
        var waiting = new TreeSet<AppId>();
        for (var id : truth.openDeployments()) {
            var progress = truth.deployment(id).progress();
            if (progress.isEmpty() || progress.get().apps().stream().noneMatch(this::waits))
                return Optional.of("Open, and waits for no silent agent: " + states(id));
            waiting.addAll(progress.get().apps());
        }
        for (var state : truth.applications()) {
            if (waiting.contains(state.app())) continue;
            var wanted = Optional.ofNullable(truth.catalog().apps().get(state.app()));
            int count = wanted.map(it -> it.spec().instances()).orElse(0);
            int there = state.instances().count(Kind.RUNNING);
            if (waits(state.app())) there += state.instances().count(Kind.UNREACHABLE);
            if (there != count || state.instances().size() != count)
                return Optional.of(
                        "While agents are silent %s wants %d instances and has %s"
                                .formatted(state.app(), count, state));
        }
        return Optional.empty();
    }

    private String states(DeploymentId id) {
        var states =
                truth.deployment(id).progress().stream()
                        .flatMap(it -> it.apps().stream())
                        .map(truth::application)
                        .toList();
        return id + ": " + states;
    }

    /// Whether it waits for the silent as long as they may be.
    private boolean waits(AppId app) {
        var state = truth.application(app);
        return state.run().stream()
                        .anyMatch(it ->
                                it.spec().unreachable() instanceof UnreachableStrategy.Disabled)
                && state.instances().count(Kind.UNREACHABLE) > 0;
    }
}
