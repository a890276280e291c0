package io.dromos.domain.health;

import io.dromos.events.TaskId;

/// Names one attempt, so that the answer of an earlier one is known as such.
///
/// @param task who is asked
/// @param number which of the things asked of it
/// @param attempt counts the attempts of that, twice each: when it begins and when it ends
public record Ticket(TaskId task, int number, long attempt) {}
