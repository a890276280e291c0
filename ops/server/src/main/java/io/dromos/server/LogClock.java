package io.dromos.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/// Log time: never before a record that was read or written (protocols 6.1).
///
/// While it is ahead of the wall clock it runs at half speed, until the wall clock has caught up.
final class LogClock {

    /// How far ahead of the wall clock the log may be at the start.
    static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    private final InstantSource wall;
    private final LongSupplier nanos;
    private final AtomicReference<Mark> mark;

    /// Log time at a moment of the monotonic clock.
    private record Mark(Instant time, long nanos) {}

    LogClock(InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.mark = new AtomicReference<>(new Mark(Instant.EPOCH, nanos.getAsLong()));
    }

    /// The present log time: the wall clock's, if it is not behind.
    Instant now() {
        var now = nanos.getAsLong();
        return mark.updateAndGet(
                        last -> {
                            var half = last.time().plusNanos(Math.max(0, now - last.nanos()) / 2);
                            var real = wall.instant();
                            return new Mark(real.isAfter(last.time()) ? real : half, now);
                        })
                .time();
    }

    /// Goes on from this time at least.
    void raise(Instant seen) {
        mark.updateAndGet(last -> seen.isAfter(last.time()) ? new Mark(seen, last.nanos()) : last);
    }

    /// Refuses a log whose last record is from too far ahead.
    ///
    /// @param trusted whether the wall clock is right, and was wrong when the record was written:
    ///   the log then goes on from its own time
    /// @throws StartRefused if the wall clock is more than [#AHEAD_MAX] behind
    void begin(Instant lastRecord, boolean trusted) {
        var ahead = Duration.between(wall.instant(), lastRecord);
        if (ahead.compareTo(AHEAD_MAX) > 0 && !trusted)
            throw new StartRefused(
                    "The log's last record is %d min ahead of this machine's clock; set the clock right, for example with 'date -s', and start again. If it is right, and was wrong when the record was written, start with --trust_clock or DROMOS_TRUST_CLOCK=yes"
                            .formatted(ahead.toMinutes()));
        raise(lastRecord);
    }
}
