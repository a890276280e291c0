package io.dromos.agent.master;

import java.time.Duration;
import java.time.Instant;

/// What a master is told at its start.
///
/// @param masterId a UUID; all ids of this master begin with it
/// @param ip the address it listens on, for its clients to know
/// @param port the port it listens on
/// @param hostName the name clients are redirected to
/// @param started when it was elected, which is when it started
/// @param agentPing how often agents are pinged
/// @param maxAgentPings how many pings in a row may stay unanswered
/// @param eagerOffers whether resources that come back from ended tasks are offered at once instead
///   of at the next allocation, one second later at most
record Settings(
        String masterId,
        String ip,
        int port,
        String hostName,
        Instant started,
        Duration agentPing,
        int maxAgentPings,
        boolean eagerOffers) {

    static final String VERSION = "1.11.0";
    static final Duration HEARTBEAT = Duration.ofSeconds(15);
    static final Duration ALLOCATION = Duration.ofSeconds(1);
    static final double DEFAULT_REFUSE_SECONDS = 5.0;
    static final double MAX_REFUSE_SECONDS = 365 * 24 * 3_600.0;
    static final double MAX_FAILOVER_SECONDS = Long.MAX_VALUE / 1e9;
    static final int MAX_FRAMEWORKS = 1_000;
    static final int MAX_COMPLETED_FRAMEWORKS = 50;
    static final int MAX_COMPLETED_TASKS = 1_000;
    static final int MAX_AGENTS = 10_000;
    static final int MAX_UNREACHABLE_AGENTS = 10_000;
    static final int MAX_FILTERS = 100;

    /// How long a framework that only its agents remember may take to come back.
    static final Duration REREGISTER = Duration.ofMinutes(10);

    /// How long an agent may be silent.
    Duration silence() {
        return agentPing.multipliedBy(maxAgentPings);
    }
}
