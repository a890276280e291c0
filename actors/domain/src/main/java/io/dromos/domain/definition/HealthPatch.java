package io.dromos.domain.definition;

import io.dromos.events.spec.Health;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.spec.ReadinessCheck;
import io.dromos.events.spec.TaskCheck;
import java.util.List;
import java.util.Optional;

/// What a request says about what is asked of an application's instances; absent means not said.
///
/// @param checks all health checks; equal ones count once
/// @param readiness all readiness checks, of which there is at most one
/// @param check a Mesos check; there is no way to take it back but to replace the whole definition
public record HealthPatch(
        Optional<List<HealthCheck>> checks,
        Optional<List<ReadinessCheck>> readiness,
        Optional<TaskCheck> check) {

    /// Says nothing.
    public static final HealthPatch NOTHING =
            new HealthPatch(Optional.empty(), Optional.empty(), Optional.empty());

    /// Copies what it is given.
    public HealthPatch {
        checks = checks.map(List::copyOf);
        readiness = readiness.map(List::copyOf);
    }

    /// What is asked, as before where nothing is said.
    Health over(Health before) {
        return new Health(
                checks.map(list -> list.stream().distinct().toList()).orElse(before.checks()),
                readiness.isPresent() ? readiness.get().stream().findFirst() : before.readiness(),
                check.or(before::check));
    }
}
