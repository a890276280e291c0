package io.dromos.simulation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// How far a series of runs is, and how fast.
final class Progress {

    private static final double NANOS = 1e9;

    private final long startedAt;
    private final LongSupplier processorNanos;
    private long toldAt;
    private long seeds;
    private long facts;
    private Duration virtual = Duration.ZERO;
    private String digest = "";
    private final Map<Gap, Integer> gaps = new EnumMap<>(Gap.class);

    /// @param now nanoseconds of a monotonic clock
    /// @param processorNanos how long the process has computed so far, all its threads together
    Progress(long now, LongSupplier processorNanos) {
        this.processorNanos = processorNanos;
        startedAt = now;
        toldAt = now;
    }

    void add(Run.Result result) {
        seeds++;
        facts += result.facts();
        virtual = virtual.plus(result.virtual());
        digest = result.digest();
        result.gaps().forEach((gap, times) -> gaps.merge(gap, times, Integer::sum));
    }

    long toldAt() {
        return toldAt;
    }

    String digest() {
        return digest;
    }

    /// What was under way when something crashed, and how often.
    String crashes() {
        return gaps.entrySet().stream()
                .map(it -> "%,d times %s".formatted(it.getValue(), it.getKey().sentence()))
                .collect(Collectors.joining("; ", "When something crashed there were ", ""));
    }

    String sentence(long now, long all, int failed) {
        toldAt = now;
        double seconds = Math.max(1e-9, (now - startedAt) / NANOS);
        double computed = Math.max(1e-9, processorNanos.getAsLong() / NANOS);
        return "%,d of %,d seeds, %d failed; %.1f seeds/s; in a second of processor time %.1f seeds, %,.0f facts, %.1f virtual hours"
                .formatted(
                        seeds,
                        all,
                        failed,
                        seeds / seconds,
                        seeds / computed,
                        facts / computed,
                        virtual.toSeconds() / 3600.0 / computed);
    }
}
