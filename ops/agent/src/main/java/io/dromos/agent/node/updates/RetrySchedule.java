package io.dromos.agent.node.updates;

import java.time.Duration;

/// When an update that nobody acknowledged is sent again: after 10 s, then twice as long each time,
/// at most 10 min.
public final class RetrySchedule {
    /// The first interval.
    public static final Duration FIRST = Duration.ofSeconds(10);

    /// The longest interval.
    public static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int ENOUGH_DOUBLINGS = 20;

    private RetrySchedule() {}

    /// How long to wait after the given attempt; the first is number 1.
    public static Duration after(int attempt) {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempts are counted from 1, not " + attempt);
        }
        var doublings = Math.min(attempt - 1, ENOUGH_DOUBLINGS);
        var doubled = FIRST.multipliedBy(1L << doublings);
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
