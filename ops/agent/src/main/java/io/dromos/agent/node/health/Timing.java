package io.dromos.agent.node.health;

import java.time.Duration;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.HealthCheck;

/// When a check is made.
///
/// @param delay from the start of the task to its first check
/// @param interval from the end of one check to the begin of the next
/// @param timeout how long the task has to answer once it is really asked
public record Timing(Duration delay, Duration interval, Duration timeout) {
    /// Nobody is asked more often, whatever the check says.
    public static final Duration MIN_INTERVAL = Duration.ofMillis(100);

    /// How long a check without a limit of its own (`timeout_seconds` 0) may last.
    public static final Duration MAX_TIMEOUT = Duration.ofHours(1);

    /// Brings the times within their bounds.
    public Timing {
        interval = interval.compareTo(MIN_INTERVAL) < 0 ? MIN_INTERVAL : interval;
        timeout = timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0 ? MAX_TIMEOUT : timeout;
    }

    /// As a health check says, or Mesos where it says nothing.
    public static Timing of(HealthCheck check) {
        return new Timing(
                seconds(check.getDelaySeconds()),
                seconds(check.getIntervalSeconds()),
                seconds(check.getTimeoutSeconds()));
    }

    /// As a check says, or Mesos where it says nothing.
    public static Timing of(CheckInfo check) {
        return new Timing(
                seconds(check.getDelaySeconds()),
                seconds(check.getIntervalSeconds()),
                seconds(check.getTimeoutSeconds()));
    }

    /// A number of seconds as Mesos writes it; none for less than none.
    static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.max(0, Math.round(Math.min(seconds, 1e9) * 1000)));
    }
}
