package io.dromos.agent.master;

import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.HealthCheck;

/// What Mesos refuses in checks and health checks, in its words.
final class HealthRules {
    private HealthRules() {}

    static Optional<String> healthCheck(HealthCheck check) {
        return kind(check)
                .or(() -> http(check))
                .or(() -> negative(check.getDelaySeconds(), "delay_seconds"))
                .or(() -> negative(check.getGracePeriodSeconds(), "grace_period_seconds"))
                .or(() -> negative(check.getIntervalSeconds(), "interval_seconds"))
                .or(() -> negative(check.getTimeoutSeconds(), "timeout_seconds"));
    }

    private static Optional<String> kind(HealthCheck check) {
        if (!check.hasType()) {
            return Optional.empty();
        }
        return switch (check.getType()) {
            case COMMAND -> missing(check.hasCommand(), "command", "COMMAND health check");
            case HTTP -> missing(check.hasHttp(), "http", "HTTP health check");
            case TCP -> missing(check.hasTcp(), "tcp", "TCP health check");
            case UNKNOWN -> Optional.of("UNKNOWN health check is not supported");
        };
    }

    private static Optional<String> http(HealthCheck check) {
        if (check.getType() != HealthCheck.Type.HTTP) {
            return Optional.empty();
        }
        HealthCheck.HTTPCheckInfo http = check.getHttp();
        String scheme = http.getScheme();
        if (http.hasScheme() && !scheme.equals("http") && !scheme.equals("https")) {
            return Optional.of("Unsupported HTTP health check scheme: '" + scheme + "'");
        }
        if (http.hasPath() && !http.getPath().startsWith("/")) {
            return Optional.of(
                    "The path '" + http.getPath() + "' of HTTP health check must start with '/'");
        }
        return Optional.empty();
    }

    static Optional<String> check(CheckInfo check) {
        if (!check.hasType()) {
            return Optional.of("CheckInfo must specify 'type'");
        }
        Optional<String> missing =
                switch (check.getType()) {
                    case COMMAND -> missing(check.hasCommand(), "command", "COMMAND check");
                    case HTTP -> missing(check.hasHttp(), "http", "HTTP check");
                    case TCP -> missing(check.hasTcp(), "tcp", "TCP check");
                    case UNKNOWN -> Optional.of("'UNKNOWN' is not a valid check type");
                };
        return missing.or(() -> negative(check.getDelaySeconds(), "delay_seconds"))
                .or(() -> negative(check.getIntervalSeconds(), "interval_seconds"))
                .or(() -> negative(check.getTimeoutSeconds(), "timeout_seconds"));
    }

    private static Optional<String> missing(boolean there, String field, String what) {
        return there
                ? Optional.empty()
                : Optional.of("Expecting '" + field + "' to be set for " + what);
    }

    private static Optional<String> negative(double seconds, String field) {
        return seconds >= 0
                ? Optional.empty()
                : Optional.of("Expecting '" + field + "' to be non-negative");
    }
}
