package io.dromos.domain;

import java.util.ArrayList;
import java.util.List;

/// An aggregate as pure functions.
///
/// @param <S> its state
/// @param <C> its commands
/// @param <F> its facts
/// @param <R> its replies
public interface Decider<S, C, F, R> {

    /// What the command comes to; may refuse, by its reply.
    Decision<F, R> decide(S state, C command, Context context);

    /// The state after one more fact; may not refuse.
    S evolve(S state, F fact);

    /// Folds [#decide] over commands in order, each seeing the facts of those before it.
    ///
    /// @param bytesMax bound on the facts gathered, as counted by `size`; the command that passes
    ///   it is the last one taken, so that at least one always is
    default Gathered<S, F, R> gather(
            S state,
            List<C> commands,
            Context context,
            java.util.function.ToIntFunction<F> size,
            int bytesMax) {
        var decisions = new ArrayList<Decision<F, R>>();
        var current = state;
        long bytes = 0;
        for (var command : commands) {
            if (bytes >= bytesMax) break;
            var decision = decide(current, command, context);
            for (var fact : decision.facts()) {
                current = evolve(current, fact);
                bytes += size.applyAsInt(fact);
            }
            decisions.add(decision);
        }
        return new Gathered<>(current, List.copyOf(decisions));
    }

    /// What a batch of commands came to.
    ///
    /// @param state after all facts
    /// @param decisions one for each command taken, in order
    record Gathered<S, F, R>(S state, List<Decision<F, R>> decisions) {}
}
