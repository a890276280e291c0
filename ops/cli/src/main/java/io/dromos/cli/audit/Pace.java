package io.dromos.cli.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// At what pace things are told that happened, one after the other. Pure.
final class Pace {

    private final double speed;
    private Optional<Instant> first = Optional.empty();

    /// @param speed how many times faster than they happened; infinite is at once
    Pace(double speed) {
        this.speed = speed;
    }

    /// How long after the first one the next one is due.
    ///
    /// @param at when it happened
    Duration due(Instant at) {
        if (first.isEmpty()) first = Optional.of(at);
        var since = Duration.between(first.get(), at);
        return since.isNegative()
                ? Duration.ZERO
                : Duration.ofNanos((long) (since.toNanos() / speed));
    }
}
