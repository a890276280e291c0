package io.dromos.events.state;

import io.dromos.events.state.Instance.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Since when a rollout has come no nearer to its end.
///
/// @param since when it last came nearer, was released, bounded, or went on after a pause
/// @param left how much of its deadline is left from then on; absent for all of it
/// @param distance the least it was from its end; 0 is the end
/// @param stall that this was too long, until it comes nearer
public record Silence(Instant since, Optional<Duration> left, int distance, Optional<Stall> stall) {

    private static final Set<Kind> ENDING = EnumSet.of(Kind.LEAVING, Kind.ENDED, Kind.GIVEN_UP);

    /// All that have a run, or had one that is about to be forgotten.
    private static final Set<Kind> PRESENT = EnumSet.complementOf(EnumSet.of(Kind.WAITING));

    /// That a rollout made no progress for as long as it may.
    ///
    /// @param why for people, in one sentence
    /// @param rollback whether its deployment is to be undone for that
    public record Stall(String why, boolean rollback, Instant at) {}

    /// The silence of an application's rollout after one more fact; absent unless it is on its way.
    ///
    /// Only what is nearer than ever before counts: instances that come and go without end are no
    /// progress.
    static Optional<Silence> after(ApplicationState state, Instant at) {
        if (!state.rollout().rolling()) return Optional.empty();
        int distance = distance(state);
        var before = state.rollout().silence();
        return before.filter(it -> it.distance <= distance)
                .or(() ->
                        Optional.of(new Silence(at, Optional.empty(), distance, Optional.empty())));
    }

    /// How many instances still have to come to run, to pass their checks, and to end.
    private static int distance(ApplicationState state) {
        var config = state.config();
        int wanted = state.run().map(run -> run.spec().instances()).orElse(0);
        int ready = count(state, true, Set.of(Kind.RUNNING));
        int running = ready + count(state, true, Set.of(Kind.UNPROVEN));
        int ending = count(state, true, ENDING);
        int old = config.isEmpty() ? state.instances().size() : count(state, false, PRESENT);
        return Math.abs(wanted - ready) + 2 * Math.abs(wanted - running) + ending + old;
    }

    /// @param present whether those of the present configuration are counted, or all others
    private static int count(ApplicationState state, boolean present, Set<Kind> kinds) {
        var config = state.config();
        int count = 0;
        for (var kind : kinds)
            count +=
                    state.instances()
                            .count(kind, it -> present == config.filter(it::equals).isPresent());
        return count;
    }

    Silence pausedWith(Optional<Duration> rest) {
        return new Silence(since, rest, distance, stall);
    }

    Silence resumed(Instant at) {
        return new Silence(at, left, distance, stall);
    }

    Silence begunAnew(Instant at) {
        return new Silence(at, Optional.empty(), distance, Optional.empty());
    }

    Silence stalled(Stall how) {
        return new Silence(since, left, distance, Optional.of(how));
    }
}
