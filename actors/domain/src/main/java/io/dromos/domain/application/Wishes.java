package io.dromos.domain.application;

import io.dromos.domain.Hearing;
import io.dromos.domain.Policy;
import io.dromos.events.Version;
import io.dromos.events.facts.Target;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What should be true outside, asked after each decision and after recovery: levels, not orders,
/// so that nothing is lost between them.
public final class Wishes {

    /// How old a plan may be without an answer before the scheduler is asked about it.
    public static final Duration UNDECIDED_AFTER = Duration.ofSeconds(10);

    private static final int NONE = 0;

    private Wishes() {}

    /// What should be true outside.
    ///
    /// @param launches how many more tasks of the target's definition should be launched
    /// @param definition what they run; absent if nothing may be launched
    /// @param kills tasks that should end, each told again until it did
    /// @param undecided plans the scheduler should account for
    /// @param wakeAt when time alone changes the answer, if it does
    public record Wish(
            int launches,
            Optional<Target.Run> definition,
            List<Instance.Task> kills,
            List<Instance.Task> undecided,
            Optional<Instant> wakeAt) {
        /// Copies what it is given.
        public Wish {
            kills = List.copyOf(kills);
            undecided = List.copyOf(undecided);
        }

        /// Whether nothing is wanted, now or later.
        public boolean isSatisfied() {
            return launches == 0 && kills.isEmpty() && undecided.isEmpty() && wakeAt.isEmpty();
        }
    }

    /// What should be true outside at this moment, with Mesos listened to all the time.
    public static Wish wish(ApplicationState state, Instant now) {
        return wish(state, now, Known.NOTHING, Hearing.ALWAYS, Policy.DEFAULT);
    }

    /// What whoever asks knows already, so that he pays for what is new alone.
    ///
    /// @param kills those asked for before this moment
    /// @param undecided plans made at this moment or before that were undecided when he asked last
    public record Known(Instant kills, Instant undecided) {
        /// Nothing.
        public static final Known NOTHING = new Known(Instant.MIN, Instant.MIN);
    }

    /// The same without kills and undecided plans that are known.
    ///
    /// @param hearing when Mesos was listened to
    /// @param policy what whoever runs the server has settled
    public static Wish wish(
            ApplicationState state, Instant now, Known known, Hearing hearing, Policy policy) {
        var kills = new ArrayList<Instance.Task>();
        var wakes = new ArrayList<Instant>();
        var drained = drained(state, now);
        for (var kind : List.of(Kind.LEAVING, Kind.RESTARTING)) {
            for (var instance : state.instances().between(kind, before(known.kills()), drained))
                instance.task().ifPresent(kills::add);
            // Nobody sends work to one that does not serve.
            if (drained.isBefore(Instant.MAX))
                for (var instance : state.instances().between(kind, drained, Instant.MAX)) {
                    if (instance.task().filter(Instance.Task::serves).isEmpty())
                        instance.task().ifPresent(kills::add);
                    wakes.add(instance.since().plus(drain(state)));
                }
        }
        var undecided = undecided(state, known.undecided(), now.minus(UNDECIDED_AFTER));
        state.instances()
                .next(Kind.PLANNED, now.minus(UNDECIDED_AFTER))
                .ifPresent(oldest -> wakes.add(oldest.plus(UNDECIDED_AFTER)));
        int missing = missing(state);
        boolean delayed = missing > 0 && state.delay().until().isAfter(now);
        if (delayed) wakes.add(state.delay().until());
        // Only in states of a time when such an instance was waited for.
        if (state.instances().count(Kind.GIVEN_UP) > 0) wakes.add(now);
        Patience.due(state.rollout(), hearing).ifPresent(wakes::add);
        Tolerance.of(state, hearing, policy).next().ifPresent(wakes::add);
        return new Wish(
                delayed ? NONE : missing,
                state.run(),
                kills,
                undecided,
                wakes.stream().min(Instant::compareTo));
    }

    private static List<Instance.Task> undecided(
            ApplicationState state, Instant plannedAfter, Instant plannedBy) {
        return state.instances().between(Kind.PLANNED, plannedAfter, plannedBy).stream()
                .map(instance -> instance.task().orElseThrow())
                .toList();
    }

    private static Instant before(Instant moment) {
        return moment.equals(Instant.MIN) ? moment : moment.minusNanos(1);
    }

    /// Who was told to go by then has had the time to leave whatever sends it work.
    private static Instant drained(ApplicationState state, Instant now) {
        var drain = drain(state);
        return drain.isZero() ? Instant.MAX : now.minus(drain);
    }

    private static Duration drain(ApplicationState state) {
        return state.run().map(run -> run.spec().drain()).orElse(Duration.ZERO);
    }

    /// When the last kill was asked for, of those that are due and not carried out yet.
    public static Optional<Instant> newestKill(ApplicationState state, Instant now) {
        var drained = drained(state, now);
        return newestKill(state).map(at -> at.isBefore(drained) ? at : drained);
    }

    private static Optional<Instant> newestKill(ApplicationState state) {
        return state.instances()
                .newest(Kind.LEAVING)
                .map(leaving ->
                        state.instances()
                                .newest(Kind.RESTARTING)
                                .filter(leaving::isBefore)
                                .orElse(leaving))
                .or(() -> state.instances().newest(Kind.RESTARTING));
    }

    /// How many launches are wanted now.
    static int launches(ApplicationState state, Instant now) {
        return state.delay().until().isAfter(now) ? NONE : missing(state);
    }

    /// How many launches are wanted, were there no delay.
    ///
    /// While a change exchanges instances, there may be as many as its capacity allows, and one
    /// that was told to end counts until it has; also after that change was given up. While it is
    /// paused, only what was lost is missing.
    public static int missing(ApplicationState state) {
        if (state.run().isEmpty()) return NONE;
        int wanted = state.rollout().effective();
        int live = live(state, _ -> true);
        int replaced = state.instances().count(Kind.LEAVING, config -> isOld(state, config));
        if (!state.rollout().rolling()) {
            int room = Capacity.of(state).most() - live - replaced;
            return Math.max(NONE, replaced > 0 ? Math.min(room, wanted - live) : wanted - live);
        }
        boolean paused = state.rollout().paused();
        int counted = paused ? live : live(state, config -> !isOld(state, config));
        int missing = wanted - counted;
        if (!exchanges(state)) return Math.max(NONE, missing);
        int room = Capacity.of(state).most() - live - state.instances().count(Kind.LEAVING);
        return Math.max(NONE, Math.min(room, missing));
    }

    /// Whether a change exchanges instances: some of an old configuration are at work.
    static boolean exchanges(ApplicationState state) {
        if (!state.rollout().rolling() || state.run().isEmpty()) return false;
        return live(state, config -> isOld(state, config)) > 0
                || state.instances().count(Kind.LEAVING, config -> isOld(state, config)) > 0;
    }

    /// Whether this is not the configuration that new tasks run.
    static boolean isOld(ApplicationState state, Version config) {
        return !Optional.of(config).equals(state.config());
    }

    /// How many instances have a run at work and are to stay.
    static int live(ApplicationState state, Predicate<Version> config) {
        int live = 0;
        for (var kind :
                List.of(
                        Kind.PLANNED,
                        Kind.STAGED,
                        Kind.UNPROVEN,
                        Kind.RUNNING,
                        Kind.UNREACHABLE,
                        Kind.RESTARTING)) live += state.instances().count(kind, config);
        return live;
    }

    /// How many instances are to stay, with or without a run.
    static int active(ApplicationState state) {
        return live(state, _ -> true) + state.instances().count(Kind.WAITING);
    }
}
