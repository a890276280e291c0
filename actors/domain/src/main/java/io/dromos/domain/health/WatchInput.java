package io.dromos.domain.health;

import java.util.List;

/// What a watch hears.
public sealed interface WatchInput {

    /// Who is to be watched, by the newest state.
    record Compared(List<Subject> subjects) implements WatchInput {
        /// Copies what it is given.
        public Compared {
            subjects = List.copyOf(subjects);
        }
    }

    /// What became of an attempt.
    record Tried(Ticket ticket, Attempt attempt) implements WatchInput {}

    /// The application answered what it was told.
    ///
    /// @param decided whether it took that in; otherwise it is to be told again
    record Heard(boolean decided) implements WatchInput {}

    /// Time has passed.
    record Passed() implements WatchInput {}
}
