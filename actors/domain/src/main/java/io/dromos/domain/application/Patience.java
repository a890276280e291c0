package io.dromos.domain.application;

import io.dromos.domain.Context;
import io.dromos.domain.Hearing;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.RolloutStalled;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How long a rollout may make no progress. Only time counts in which Mesos was listened to, and
/// which the rollout was not paused (protocols 6.3).
public final class Patience {

    /// A reason quotes what definitions say, which may be long; people read its beginning.
    private static final int WHY_MAX = 1_000;

    private Patience() {}

    /// When it will have made no progress for too long, if nothing changes; empty without a
    /// deadline, while it is paused or nobody listens, and once it was found to be so.
    static Optional<Instant> due(Rollout rollout, Hearing hearing) {
        if (!rollout.rolling() || rollout.paused()) return Optional.empty();
        return rollout.silence()
                .filter(silence -> silence.stall().isEmpty())
                .flatMap(silence ->
                        limit(rollout).flatMap(limit -> hearing.due(silence.since(), limit)));
    }

    /// What is left of its deadline; zero if it has passed, empty if there is none.
    public static Optional<Duration> left(Rollout rollout, Instant now, Hearing hearing) {
        if (!rollout.rolling() || rollout.silence().isEmpty()) return Optional.empty();
        var silence = rollout.silence().get();
        if (silence.stall().isPresent()) return rollout.deadline().map(_ -> Duration.ZERO);
        if (rollout.paused()) return limit(rollout);
        return limit(rollout)
                .flatMap(limit -> hearing.listening(now).due(silence.since(), limit))
                .map(due -> Duration.between(now, due))
                .map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    private static Optional<Duration> limit(Rollout rollout) {
        return rollout.deadline()
                .map(deadline ->
                        rollout.silence()
                                .flatMap(silence -> silence.left())
                                .orElse(deadline.limit()));
    }

    /// That it made no progress for too long, if so.
    ///
    /// @param offers what the scheduler said last of offers for it
    static List<ApplicationFact> stalled(
            ApplicationState state, Optional<String> offers, Context context) {
        var rollout = state.rollout();
        var now = context.now();
        if (due(rollout, context.hearing()).filter(due -> !due.isAfter(now)).isEmpty())
            return List.of();
        var deadline = rollout.deadline().orElseThrow();
        var why =
                "no progress for %d s, %s%s"
                        .formatted(
                                deadline.limit().toSeconds(),
                                Headway.of(state).sentence(),
                                Explanation.sentence(state, offers, now)
                                        .map(text -> ": " + text)
                                        .orElse(""));
        return List.of(
                new RolloutStalled(
                        state.app(),
                        rollout.deployment().orElseThrow(),
                        why.substring(0, Math.min(why.length(), WHY_MAX)),
                        deadline.rollback(),
                        now));
    }
}
