package io.dromos.domain;

import java.time.Instant;

/// What a decision may know beside the state and the command.
///
/// @param now log time, never before a fact already decided
/// @param ids gives a fresh UUID text for each call
/// @param limits what is refused for its size
/// @param hearing when Mesos was listened to
public record Context(Instant now, IdSource ids, Limits limits, Hearing hearing) {

    /// With Mesos listened to all the time.
    public Context(Instant now, IdSource ids, Limits limits) {
        this(now, ids, limits, Hearing.ALWAYS);
    }

    /// Gives unique texts.
    @FunctionalInterface
    public interface IdSource {
        /// A UUID nobody was given before.
        String next();
    }
}
