package io.dromos.domain.application;

import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Why an application is not as it should be, in one sentence with numbers: the one source for all
/// who tell it.
public final class Explanation {

    private Explanation() {}

    /// How many of its instances wait for something.
    public static int waiting(ApplicationState state) {
        return Wishes.missing(state)
                + count(state, Kind.UNPROVEN, Kind.PLANNED, Kind.STAGED, Kind.LEAVING)
                + count(state, Kind.RESTARTING, Kind.UNREACHABLE);
    }

    /// What they wait for; empty if none does. Of several things the one that comes first on an
    /// instance's way is told.
    ///
    /// @param offers what the scheduler said last of offers it looked at for it
    public static Optional<String> sentence(
            ApplicationState state, Optional<String> offers, Instant now) {
        if (Wishes.missing(state) > 0) return Optional.of(launches(state, offers, now));
        int staged = count(state, Kind.PLANNED, Kind.STAGED);
        return Unproven.sentence(state)
                .or(() ->
                        told(
                                staged,
                                "instance was launched and does not run yet",
                                "instances were launched and do not run yet"))
                .or(() ->
                        told(
                                count(state, Kind.LEAVING, Kind.RESTARTING),
                                "instance was told to end and has not ended yet",
                                "instances were told to end and have not ended yet"))
                .or(() ->
                        told(
                                count(state, Kind.UNREACHABLE),
                                "instance is on an agent that does not answer",
                                "instances are on agents that do not answer"));
    }

    private static String launches(ApplicationState state, Optional<String> offers, Instant now) {
        var until = state.delay().until();
        if (until.isAfter(now))
            return "launches are delayed by earlier failures, for another %d s"
                    .formatted(Duration.between(now, until).plusMillis(999).toSeconds());
        return offers.orElseGet(() ->
                until.isAfter(Instant.EPOCH)
                        ? "launches were delayed by earlier failures, and no offer was looked at since"
                        : "no offer was looked at yet");
    }

    private static Optional<String> told(int count, String one, String many) {
        return count == 0 ? Optional.empty() : Optional.of(count + " " + (count == 1 ? one : many));
    }

    private static int count(ApplicationState state, Kind... kinds) {
        return List.of(kinds).stream().mapToInt(state.instances()::count).sum();
    }
}
