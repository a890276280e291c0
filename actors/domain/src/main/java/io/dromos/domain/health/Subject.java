package io.dromos.domain.health;

import io.dromos.events.TaskId;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.spec.ReadinessCheck;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A task that the server asks, as the application's state shows it.
///
/// @param task which
/// @param startedAt when it was first running
/// @param reachable whether it is to be asked now: its agent answers
/// @param healthy what the state has of its health
/// @param ready what the state has of its readiness, if that is asked
/// @param checks its health checks that the server makes, in their order
/// @param readiness its readiness check
public record Subject(
        TaskId task,
        Instant startedAt,
        boolean reachable,
        Optional<Boolean> healthy,
        Optional<Boolean> ready,
        List<Asked<HealthCheck>> checks,
        Optional<Asked<ReadinessCheck>> readiness) {

    /// Copies what it is given.
    public Subject {
        checks = List.copyOf(checks);
    }

    /// Something asked of a task.
    ///
    /// @param check as the definition has it
    /// @param question what that comes to; absent if the task has no such port or address
    public record Asked<C>(C check, Optional<Question> question) {}

    /// How many things are asked of it: the health checks, then the readiness check.
    int size() {
        return checks.size() + (readiness.isPresent() ? 1 : 0);
    }

    /// What is asked by this number.
    Optional<Question> question(int number) {
        return number < checks.size()
                ? checks.get(number).question()
                : readiness.orElseThrow().question();
    }

    /// Whether it has still to pass its readiness check.
    boolean isUnready() {
        return ready.equals(Optional.of(false));
    }
}
