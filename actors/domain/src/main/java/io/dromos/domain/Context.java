package io.dromos.domain;

import java.time.Instant;

/// What a decision may know beside the state and the command.
///
/// @param now log time, never before a fact already decided
/// @param ids gives a fresh UUID text for each call
/// @param limits what is refused for its size
/// @param hearing when Mesos was listened to
/// @param policy what whoever runs the server has settled
public record Context(Instant now, IdSource ids, Limits limits, Hearing hearing, Policy policy) {

    /// With Marathon's defaults.
    public Context(Instant now, IdSource ids, Limits limits, Hearing hearing) {
        this(now, ids, limits, hearing, Policy.DEFAULT);
    }

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
