package io.dromos.cli.deployment;

import java.time.Duration;
import picocli.CommandLine.Option;

/// Whether and how long a command waits for its deployment.
public final class Watching {

    @Option(names = "--no-wait", description = "Return as soon as the change is admitted.")
    private boolean noWait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long to wait for the deployment. Default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    /// Constructed by picocli.
    public Watching() {}

    /// Whether to wait.
    public boolean isWanted() {
        return !noWait;
    }

    /// How long.
    public Duration patience() {
        return Duration.ofSeconds(timeoutSeconds);
    }
}
