package io.dromos.mesos;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Who we are to Mesos, but for the framework id, which is told at each start. Mesos never lets
/// `user`, `checkpoint` and `principal` change for a known id.
///
/// @param name shown to people
/// @param user who runs tasks that name no user
/// @param roles whose resources we are offered, at least one, none twice
/// @param principal for authorisation; must be the one that authenticates
/// @param failoverTimeout how long tasks outlive our absence
/// @param checkpoint whether tasks outlive their agent
/// @param hostname shown to people
/// @param webuiUrl where people find us
public record FrameworkIdentity(
        String name,
        String user,
        List<String> roles,
        Optional<String> principal,
        Duration failoverTimeout,
        boolean checkpoint,
        String hostname,
        Optional<String> webuiUrl) {

    /// Marathon's failover timeout: a week.
    public static final Duration FAILOVER_TIMEOUT = Duration.ofDays(7);

    /// Copies what it is given.
    ///
    /// @throws IllegalArgumentException if there is no role
    public FrameworkIdentity {
        roles = List.copyOf(roles);
        if (roles.isEmpty()) throw new IllegalArgumentException("A framework without a role");
    }

    /// An identity with Marathon's name, failover timeout and checkpointing, and no principal.
    public static FrameworkIdentity marathon(
            String user, List<String> roles, String hostname, Optional<String> webuiUrl) {
        return new FrameworkIdentity(
                "marathon",
                user,
                roles,
                Optional.empty(),
                FAILOVER_TIMEOUT,
                true,
                hostname,
                webuiUrl);
    }

    /// The same identity under a principal.
    public FrameworkIdentity withPrincipal(String name) {
        return new FrameworkIdentity(
                this.name,
                user,
                roles,
                Optional.of(name),
                failoverTimeout,
                checkpoint,
                hostname,
                webuiUrl);
    }
}
