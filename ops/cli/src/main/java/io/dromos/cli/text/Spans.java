package io.dromos.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/// Spans of time for people, in their two largest units.
public final class Spans {

    private Spans() {}

    /// `45s`, `3m 20s`, `5h 12m`, `9d 3h`.
    public static String of(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) return seconds + "s";
        if (seconds < 3_600) return "%dm %ds".formatted(seconds / 60, seconds % 60);
        if (seconds < 86_400) return "%dh %dm".formatted(seconds / 3_600, seconds / 60 % 60);
        return "%dd %dh".formatted(seconds / 86_400, seconds / 3_600 % 24);
    }

    /// How long ago a time stamp was; `-` if it is none.
    public static String since(String stamp, Instant now) {
        try {
            return of(Duration.between(Instant.parse(stamp), now));
        } catch (DateTimeParseException _) {
            return "-";
        }
    }

    /// Seconds with one decimal, for what takes moments.
    public static String brief(Duration span) {
        return "%d.%d s".formatted(span.toMillis() / 1_000, span.toMillis() / 100 % 10);
    }
}
