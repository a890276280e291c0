package io.dromos.probe;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Tells how long this process was not itself: stopped, or without a processor to run on. In that
/// time an answer may have come and gone unheard.
public final class Attention {
    /// How often it is called, at best.
    static final Duration BEAT = Duration.ofMillis(50);

    /// How much later than that it may be called without a word.
    static final Duration TOLERANCE = Duration.ofMillis(200);

    private final LongSupplier nanoTime;
    private long lastNanos;
    private long missedNanos;

    /// @param nanoTime a clock as [System#nanoTime]
    Attention(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastNanos = nanoTime.getAsLong();
    }

    /// The process is here; to be called each [#BEAT].
    synchronized void beat() {
        missedNanos = missed();
        lastNanos = nanoTime.getAsLong();
    }

    /// How long the process was away since it started, up to now.
    synchronized Duration away() {
        return Duration.ofNanos(missed());
    }

    private long missed() {
        var late = nanoTime.getAsLong() - lastNanos - BEAT.toNanos();
        return missedNanos + (late > TOLERANCE.toNanos() ? late : 0);
    }
}
