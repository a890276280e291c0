package io.dromos.cli.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// When a part that died is started again: with growing pauses, and not for ever. Pure; time is
/// what the caller says.
///
/// @param deaths when the part died within the last [#WINDOW], as time since some beginning
public record Restarts(List<Duration> deaths) {

    /// How long a death counts.
    static final Duration WINDOW = Duration.ofMinutes(1);

    /// So many deaths within the window are borne.
    static final int DEATHS_MAX = 5;

    private static final Duration PAUSE_FIRST = Duration.ofMillis(200);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(10);

    /// Nothing has died yet.
    public static final Restarts NONE = new Restarts(List.of());

    /// Copies what it is given.
    public Restarts {
        deaths = List.copyOf(deaths);
    }

    /// The same after another death.
    public Restarts died(Duration now) {
        var recent = new ArrayList<Duration>();
        for (var death : deaths) if (now.minus(death).compareTo(WINDOW) < 0) recent.add(death);
        recent.add(now);
        return new Restarts(recent);
    }

    /// How long to wait before the next start; empty if there were too many.
    public Optional<Duration> pause() {
        if (deaths.size() > DEATHS_MAX) return Optional.empty();
        var pause = PAUSE_FIRST.multipliedBy(1L << Math.max(0, deaths.size() - 1));
        return Optional.of(pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX);
    }
}
