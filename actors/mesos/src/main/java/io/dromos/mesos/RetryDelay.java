package io.dromos.mesos;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: anything up to a bound that doubles with each failure,
/// so that many schedulers do not come back at one moment.
///
/// @param initial bound after the first failure
/// @param max bound of the bound
record RetryDelay(Duration initial, Duration max) {

    private static final int MAX_DOUBLINGS = 30;

    /// The wait after so many failures before the present one.
    Duration after(int failures, RandomGenerator random) {
        var bound = initial.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
        if (bound.compareTo(max) > 0) bound = max;
        return Duration.ofNanos((long) (random.nextDouble() * bound.toNanos()));
    }
}
