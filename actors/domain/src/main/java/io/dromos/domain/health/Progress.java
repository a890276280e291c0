package io.dromos.domain.health;

import java.time.Instant;
import java.util.Optional;

/// What a health check has found of a task since this process watches it; failures that do not
/// count are not part of it.
///
/// @param counts whether failures count even in the grace period: it was healthy once, or its
///   health was told before
/// @param failures in a row
/// @param lastCause why it failed last, for people
/// @param healthy what was found last
public record Progress(
        boolean counts,
        int failures,
        Optional<Instant> firstSuccess,
        Optional<Instant> lastSuccess,
        Optional<Instant> lastFailure,
        Optional<String> lastCause,
        Optional<Boolean> healthy) {

    /// Nothing was found yet.
    static Progress begin(boolean counts) {
        return new Progress(
                counts,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    Progress succeeded(Instant at) {
        return new Progress(
                true,
                0,
                firstSuccess.or(() -> Optional.of(at)),
                Optional.of(at),
                lastFailure,
                lastCause,
                Optional.of(true));
    }

    Progress failed(Instant at, String cause) {
        return new Progress(
                counts,
                failures + 1,
                firstSuccess,
                lastSuccess,
                Optional.of(at),
                Optional.of(cause),
                Optional.of(false));
    }

    /// Nobody looked for a while: failures in a row begin anew.
    Progress interrupted() {
        return new Progress(counts, 0, firstSuccess, lastSuccess, lastFailure, lastCause, healthy);
    }
}
