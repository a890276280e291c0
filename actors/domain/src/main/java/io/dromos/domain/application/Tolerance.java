package io.dromos.domain.application;

import io.dromos.domain.Hearing;
import io.dromos.domain.Policy;
import io.dromos.events.facts.Target;
import io.dromos.events.spec.UnreachableStrategy;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How long instances are waited for that do not come up, or whose agent is silent. Only time
/// during which Mesos was listened to counts (protocols 6.3): when we are back from a day away, an
/// agent has had no time yet to tell that its task lives.
///
/// @param limits how long instances may be of a kind; those of other kinds may for ever
record Tolerance(ApplicationState state, Hearing hearing, Map<Kind, Duration> limits) {

    /// Copies what it is given.
    Tolerance {
        limits = Map.copyOf(limits);
    }

    /// What an application's definition and the policy say.
    static Tolerance of(ApplicationState state, Hearing hearing, Policy policy) {
        var limits = new EnumMap<Kind, Duration>(Kind.class);
        limits.put(Kind.PLANNED, policy.launchMax());
        limits.put(Kind.STAGED, policy.launchMax());
        state.run()
                .map(Target.Run::spec)
                .ifPresent(spec -> limits.putAll(limits(spec.unreachable())));
        return new Tolerance(state, hearing, limits);
    }

    /// One that is replaced before it is forgotten is inactive in between.
    private static Map<Kind, Duration> limits(UnreachableStrategy strategy) {
        return switch (strategy) {
            case UnreachableStrategy.Disabled _ -> Map.of();
            case UnreachableStrategy.After after ->
                    Map.of(
                            Kind.UNREACHABLE,
                            after.inactive(),
                            Kind.INACTIVE,
                            after.expunge().minus(after.inactive()));
        };
    }

    /// Those that have been of this kind for too long.
    List<Instance> exhausted(Kind kind, Instant now) {
        var limit = limits.get(kind);
        if (limit == null) return List.of();
        return state.instances()
                .oldest(
                        kind,
                        since ->
                                hearing.due(since, limit)
                                        .filter(due -> !due.isAfter(now))
                                        .isPresent());
    }

    /// Whether one whose agent is silent is forgotten as soon as another is to take its place.
    boolean forgetsAtOnce() {
        return Duration.ZERO.equals(limits.get(Kind.INACTIVE));
    }

    /// When the next one will have been for too long, if one will.
    Optional<Instant> next() {
        return limits.entrySet().stream()
                .flatMap(limit ->
                        state
                                .instances()
                                .next(limit.getKey(), Instant.MIN)
                                .flatMap(oldest -> hearing.due(oldest, limit.getValue()))
                                .stream())
                .min(Instant::compareTo);
    }
}
