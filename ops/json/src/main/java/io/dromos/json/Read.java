package io.dromos.json;

import io.dromos.domain.definition.Violation;
import java.util.List;
import java.util.function.Function;

/// What came of reading a request's body.
///
/// @param <T> what is read
public sealed interface Read<T> {

    /// It was read.
    record Good<T>(T value) implements Read<T> {}

    /// It is no JSON document, or one beyond the limits.
    ///
    /// @param message for the client
    /// @param details what the parser says
    record Unreadable<T>(String message, String details) implements Read<T> {}

    /// It is JSON, with values of the wrong kind or out of range.
    record Misshapen<T>(List<Violation> violations) implements Read<T> {
        /// Copies what it is given.
        public Misshapen {
            violations = List.copyOf(violations);
        }
    }

    /// Its fields do not go together, or ask for what is not offered.
    record Invalid<T>(List<Violation> violations) implements Read<T> {
        /// Copies what it is given.
        public Invalid {
            violations = List.copyOf(violations);
        }
    }

    /// Goes on with what was read.
    default <U> Read<U> then(Function<T, Read<U>> next) {
        return switch (this) {
            case Good<T> good -> next.apply(good.value());
            case Unreadable<T> bad -> new Unreadable<>(bad.message(), bad.details());
            case Misshapen<T> bad -> new Misshapen<>(bad.violations());
            case Invalid<T> bad -> new Invalid<>(bad.violations());
        };
    }
}
