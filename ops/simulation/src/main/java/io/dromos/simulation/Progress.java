package io.dromos.simulation;

import java.time.Duration;

/// How far a series of runs is, and how fast.
final class Progress {

    private static final double NANOS = 1e9;

    private final long startedAt;
    private long toldAt;
    private long seeds;
    private long facts;
    private Duration virtual = Duration.ZERO;
    private String digest = "";

    /// @param now nanoseconds of a monotonic clock
    Progress(long now) {
        startedAt = now;
        toldAt = now;
    }

    void add(Run.Result result) {
        seeds++;
        facts += result.facts();
        virtual = virtual.plus(result.virtual());
        digest = result.digest();
    }

    long toldAt() {
        return toldAt;
    }

    String digest() {
        return digest;
    }

    String sentence(long now, long all, int failed) {
        toldAt = now;
        double seconds = Math.max(1e-9, (now - startedAt) / NANOS);
        return "%,d of %,d seeds, %d failed; %.1f seeds/s, %.1f virtual hours per second, %,.0f facts/s"
                .formatted(
                        seeds,
                        all,
                        failed,
                        seeds / seconds,
                        virtual.toSeconds() / 3600.0 / seconds,
                        facts / seconds);
    }
}
