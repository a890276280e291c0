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
    /// A command whose facts cannot be written fails alone: it leaves no fact, and the next ones do
    /// not see it.
    ///
    /// @param measure counts the bytes of a fact as written
    /// @param bytesMax bound on the facts gathered; the command that passes it is the last one
    ///   taken, so that at least one always is
    /// @param commandBytesMax bound on the facts of one command, which are written whole or not at
    ///   all
    default Gathered<S, F, R> gather(
            S state,
            List<C> commands,
            Context context,
            Measure<F> measure,
            long bytesMax,
            long commandBytesMax) {
        var outcomes = new ArrayList<Taken<F, R>>();
        var current = state;
        long bytes = 0;
        for (var command : commands) {
            if (bytes >= bytesMax) break;
            var decision = decide(current, command, context);
            switch (size(decision.facts(), measure, commandBytesMax)) {
                case Measure.Unwritable failed -> outcomes.add(new Unwritable<>(failed.why()));
                case Measure.Bytes size -> {
                    for (var fact : decision.facts()) current = evolve(current, fact);
                    bytes += size.count();
                    outcomes.add(new Decided<>(decision));
                }
            }
        }
        return new Gathered<>(current, List.copyOf(outcomes));
    }

    private static <F> Measure.Size size(List<F> facts, Measure<F> measure, long bytesMax) {
        long bytes = 0;
        for (var fact : facts)
            switch (measure.of(fact)) {
                case Measure.Bytes counted -> bytes += counted.count();
                case Measure.Unwritable failed -> {
                    return failed;
                }
            }
        if (bytes <= bytesMax) return new Measure.Bytes(bytes);
        return new Measure.Unwritable(
                "The change would write %,d bytes at once, at most %,d are allowed: make it in parts"
                        .formatted(bytes, bytesMax));
    }

    /// Counts what a fact takes in the log.
    @FunctionalInterface
    interface Measure<F> {

        /// How many bytes the fact takes, or why it cannot be written.
        Size of(F fact);

        /// The size of a fact.
        sealed interface Size {}

        /// So many bytes.
        record Bytes(long count) implements Size {}

        /// It cannot be written.
        record Unwritable(String why) implements Size {}
    }

    /// What became of a command.
    sealed interface Taken<F, R> {}

    /// It was decided.
    record Decided<F, R>(Decision<F, R> decision) implements Taken<F, R> {}

    /// Its facts cannot be written, so that it changed nothing.
    record Unwritable<F, R>(String why) implements Taken<F, R> {}

    /// What a batch of commands came to.
    ///
    /// @param state after all facts
    /// @param outcomes one for each command taken, in order
    record Gathered<S, F, R>(S state, List<Taken<F, R>> outcomes) {}
}
