package io.dromos.domain.application;

import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.util.Optional;
import java.util.stream.Collectors;

/// Tells which instances run, but may not be counted on until their checks say so.
final class Unproven {

    private static final int NAMED_MAX = 3;

    private Unproven() {}

    /// What they wait for, in one sentence that names the first of them; empty if there are none.
    static Optional<String> sentence(ApplicationState state) {
        int count = state.instances().count(Kind.UNPROVEN);
        if (count == 0) return Optional.empty();
        var named =
                state.instances().pick(Kind.UNPROVEN, _ -> true, NAMED_MAX, false).stream()
                        .map(Unproven::named)
                        .collect(Collectors.joining(", "));
        var more = count > NAMED_MAX ? ", and " + (count - NAMED_MAX) + " more" : "";
        return Optional.of(
                "%d %s and may not be counted on yet: %s%s"
                        .formatted(
                                count,
                                count == 1 ? "instance runs" : "instances run",
                                named,
                                more));
    }

    private static String named(Instance instance) {
        return instance.task()
                .map(task -> task.id().value() + " " + lack(task))
                .orElseGet(() -> instance.id().value());
    }

    private static String lack(Instance.Task task) {
        if (task.healthy().equals(Optional.of(false))) return "is not healthy";
        if (task.checked().isPresent() && task.healthy().isEmpty())
            return "waits for the first result of its health check";
        return "has not passed its readiness check";
    }
}
