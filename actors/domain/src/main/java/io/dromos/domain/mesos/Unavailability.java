package io.dromos.domain.mesos;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A maintenance window of an agent.
///
/// @param start when it begins
/// @param duration how long it lasts; for ever if absent
public record Unavailability(Instant start, Optional<Duration> duration) {}
