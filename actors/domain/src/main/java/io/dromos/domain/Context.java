package io.dromos.domain;

import java.time.Instant;

/// What a decision may know beside the state and the command.
///
/// @param now log time, never before a fact already decided
/// @param ids gives a fresh UUID text for each call
/// @param limits what is refused for its size
public record Context(Instant now, IdSource ids, Limits limits) {

    /// Gives unique texts.
    @FunctionalInterface
    public interface IdSource {
        /// A UUID nobody was given before.
        String next();
    }
}
