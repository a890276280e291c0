package io.dromos.domain.scheduling;

import io.dromos.domain.Hearing;
import java.time.Duration;
import java.time.Instant;

/// Follows a scheduler from step to step and notes when it listens to Mesos.
///
/// It listens once it is subscribed and Mesos has told of every live task, or could have: an agent
/// that is on its way back to a new master is not silent. A stop of the process, and a jump of the
/// clock, are no time of listening.
///
/// @param hearing what is noted
/// @param now log time of the last step
/// @param steady monotonic time of the last step
/// @param opened how long it had listened in all when the present subscription began
public record Listening(Hearing hearing, Instant now, Duration steady, Duration opened) {

    /// How far the two clocks may differ in one step, beside a tenth of it, without its being a
    /// jump.
    private static final Duration SLEW_MAX = Duration.ofSeconds(1);

    /// A scheduler begins.
    ///
    /// @param now log time
    /// @param steady monotonic time
    public static Listening begin(Instant now, Duration steady) {
        return new Listening(Hearing.NEVER, now, steady, Duration.ZERO);
    }

    /// The scheduler has taken a step.
    ///
    /// @param state after it
    /// @param at log time
    /// @param steadyAt monotonic time
    public Listening step(
            SchedulerState state, Instant at, Duration steadyAt, SchedulingLimits limits) {
        var next = hearing;
        if (isGap(at, steadyAt.minus(steady), limits)) next = next.without(now, at);
        boolean stands = state.link().mayPlan();
        if (!stands) next = next.deaf(at);
        else if (next.deafSince().isPresent() && isSettled(state, limits))
            next = next.listening(at);
        return new Listening(next, at, steadyAt, stands ? opened : state.link().listened());
    }

    /// The scheduler ends.
    public Hearing end(Instant at) {
        return hearing.deaf(at);
    }

    private boolean isGap(Instant at, Duration passed, SchedulingLimits limits) {
        if (passed.compareTo(limits.pauseMax()) > 0) return true;
        var jump = Duration.between(now, at).minus(passed);
        return jump.compareTo(SLEW_MAX.plus(passed.dividedBy(10))) > 0;
    }

    /// Whether nobody is waited for any more who may be coming back. Who fell silent when everybody
    /// had had the time to come back is not.
    private boolean isSettled(SchedulerState state, SchedulingLimits limits) {
        var questions = state.questions();
        if (!questions.gathers().isEmpty()) return false;
        var listened = state.link().listened();
        var returns = limits.agentReturns();
        return questions.open().values().stream()
                .map(question -> question.askedAt().orElse(listened))
                .allMatch(asked ->
                        listened.minus(asked).compareTo(returns) >= 0
                                || asked.minus(opened).compareTo(returns) >= 0);
    }
}
