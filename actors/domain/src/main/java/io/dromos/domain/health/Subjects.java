package io.dromos.domain.health;

import io.dromos.domain.health.Subject.Asked;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Health;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which tasks of an application the server asks: those that run, by the checks of the very
/// configuration they run. Those on a silent agent are kept in sight and not asked.
public final class Subjects {

    private Subjects() {}

    /// All tasks to watch, in the order of their instances' ids.
    public static List<Subject> of(ApplicationState state) {
        var subjects = new ArrayList<Subject>();
        if (!isNeeded(state)) return subjects;
        for (var instance : state.instances().all().values())
            if (isWatched(instance.kind()))
                state.rollout()
                        .definition(instance.config())
                        .flatMap(spec -> instance.task().flatMap(run -> of(run, spec)))
                        .ifPresent(subjects::add);
        return subjects;
    }

    /// Whether the server has somebody to ask: such an application does not sleep. Costs in
    /// proportion to its configurations, not its instances.
    public static boolean isNeeded(ApplicationState state) {
        return state.instances().index().keySet().stream()
                .filter(key -> isWatched(key.kind()))
                .anyMatch(key ->
                        state.rollout()
                                .definition(key.config())
                                .filter(spec -> isAsked(spec.healthOrNone(), key.kind()))
                                .isPresent());
    }

    private static boolean isAsked(Health health, Kind kind) {
        boolean proven = kind == Kind.RUNNING;
        return !health.byServer().isEmpty() || (health.readiness().isPresent() && !proven);
    }

    private static boolean isWatched(Kind kind) {
        return switch (kind) {
            case UNPROVEN, RUNNING, UNREACHABLE, INACTIVE -> true;
            case WAITING, PLANNED, STAGED, RESTARTING, LEAVING, GIVEN_UP, ENDED -> false;
        };
    }

    private static Optional<Subject> of(Instance.Task run, ApplicationSpec spec) {
        var health = spec.healthOrNone();
        var readiness = health.readiness().filter(_ -> run.ready().isPresent());
        if (run.startedAt().isEmpty()) return Optional.empty();
        if (health.byServer().isEmpty() && readiness.isEmpty()) return Optional.empty();
        var ports = Ports.of(spec, run);
        return Optional.of(
                new Subject(
                        run.id(),
                        run.startedAt().get(),
                        run.unreachableSince().isEmpty(),
                        run.healthy(),
                        run.ready(),
                        health.byServer().stream()
                                .map(check -> new Asked<>(check, ports.question(check)))
                                .toList(),
                        readiness.map(check -> new Asked<>(check, ports.question(check)))));
    }
}
