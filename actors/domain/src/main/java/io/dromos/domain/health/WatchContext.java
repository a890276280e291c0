package io.dromos.domain.health;

import io.dromos.domain.Hearing;
import java.time.Duration;
import java.time.Instant;

/// What a step of a watch may know of the world.
///
/// @param wall how long the watch is there, by a clock that nobody sets
/// @param now log time, for what is shown and for the grace period
/// @param hearing when Mesos was listened to: a grace period counts only that time
public record WatchContext(Duration wall, Instant now, Hearing hearing) {}
