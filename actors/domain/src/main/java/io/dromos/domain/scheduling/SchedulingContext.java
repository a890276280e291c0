package io.dromos.domain.scheduling;

import java.time.Duration;
import java.time.Instant;

/// What a step of the scheduler may know beside its state and the input.
///
/// @param now monotonic, since any fixed moment; never goes back
/// @param wall calendar time, for maintenance windows and the stamps of updates made here
/// @param limits bounds and intervals
/// @param rules of placement; seed and time are set by the step
public record SchedulingContext(Duration now, Instant wall, SchedulingLimits limits, Rules rules) {}
