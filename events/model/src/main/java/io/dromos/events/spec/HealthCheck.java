package io.dromos.events.spec;

import java.time.Duration;
import java.util.Optional;

/// How an instance is asked whether it is healthy.
///
/// @param protocol how, and who asks
/// @param path of the request; `/` if absent
/// @param port to ask, whatever ports the instance has
/// @param portIndex of the port to ask, counted from 0 among those the instance has; with neither
///   this nor `port` the first one
/// @param command the shell command of a [Protocol#COMMAND] check, and of no other
/// @param ipVersion of the address that is asked
/// @param gracePeriod after the start, in which failures of one that never was healthy do not count
/// @param interval from the end of one attempt to the next
/// @param timeout of one attempt
/// @param delay after the start before the agent's first attempt; the server's checks have none
/// @param maxConsecutiveFailures how many failures in a row are borne; 0 means: the server bears
///   all, the agent none
public record HealthCheck(
        Protocol protocol,
        Optional<String> path,
        Optional<Integer> port,
        Optional<Integer> portIndex,
        Optional<String> command,
        IpVersion ipVersion,
        Duration gracePeriod,
        Duration interval,
        Duration timeout,
        Duration delay,
        int maxConsecutiveFailures) {

    /// Marathon's default grace period.
    public static final Duration GRACE_PERIOD = Duration.ofSeconds(300);

    /// Marathon's default interval.
    public static final Duration INTERVAL = Duration.ofSeconds(60);

    /// Marathon's default timeout.
    public static final Duration TIMEOUT = Duration.ofSeconds(20);

    /// Marathon's default delay.
    public static final Duration DELAY = Duration.ofSeconds(15);

    /// Marathon's default of failures that are borne.
    public static final int MAX_CONSECUTIVE_FAILURES = 3;

    /// How an instance is asked, and who asks.
    public enum Protocol {
        /// The server sends a GET.
        HTTP,
        /// The server sends a GET and takes any certificate.
        HTTPS,
        /// The server opens a connection.
        TCP,
        /// The agent runs a command beside the task.
        COMMAND,
        /// The agent sends a GET.
        MESOS_HTTP,
        /// The agent sends a GET and takes any certificate.
        MESOS_HTTPS,
        /// The agent opens a connection.
        MESOS_TCP;

        /// Whether the server asks, and not the agent.
        public boolean isByServer() {
            return switch (this) {
                case HTTP, HTTPS, TCP -> true;
                case COMMAND, MESOS_HTTP, MESOS_HTTPS, MESOS_TCP -> false;
            };
        }
    }

    /// The version of the address that is asked.
    public enum IpVersion {
        /// 4.
        IPV4,
        /// 6.
        IPV6
    }

    /// A check of the first port with Marathon's defaults.
    public static HealthCheck of(Protocol protocol) {
        return new HealthCheck(
                protocol,
                Optional.empty(),
                Optional.empty(),
                Optional.of(0),
                Optional.empty(),
                IpVersion.IPV4,
                GRACE_PERIOD,
                INTERVAL,
                TIMEOUT,
                DELAY,
                MAX_CONSECUTIVE_FAILURES);
    }
}
