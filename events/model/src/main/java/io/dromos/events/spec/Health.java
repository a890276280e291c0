package io.dromos.events.spec;

import java.util.List;
import java.util.Optional;

/// All that is asked of an application's instances.
///
/// @param checks whether they are healthy, all asked by the server or all by the agent; of several
///   that the agent is to ask the first one counts, as in Marathon
/// @param readiness whether a deployment may count on a new one
/// @param check whose result is told, and nothing more
public record Health(
        List<HealthCheck> checks, Optional<ReadinessCheck> readiness, Optional<TaskCheck> check) {

    /// Nothing is asked.
    public static final Health NONE = new Health(List.of(), Optional.empty(), Optional.empty());

    /// Copies what it is given.
    public Health {
        checks = List.copyOf(checks);
    }

    /// The health check that the agent carries out: the first one, for Mesos takes one.
    public Optional<HealthCheck> byAgent() {
        return checks.stream().filter(it -> !it.protocol().isByServer()).findFirst();
    }

    /// The health checks that the server carries out.
    public List<HealthCheck> byServer() {
        return checks.stream().filter(it -> it.protocol().isByServer()).toList();
    }
}
