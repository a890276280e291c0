package io.dromos.events.spec;

import java.time.Duration;

/// How launches slow down after failures.
///
/// @param initial delay after the first failure
/// @param factor each further failure multiplies the delay, at least 1
/// @param max bound of the delay
public record Backoff(Duration initial, double factor, Duration max) {

    /// One second, growing by 15 % up to five minutes.
    public static final Backoff DEFAULT =
            new Backoff(Duration.ofSeconds(1), 1.15, Duration.ofSeconds(300));
}
