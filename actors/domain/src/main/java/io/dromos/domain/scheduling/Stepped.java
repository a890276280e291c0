package io.dromos.domain.scheduling;

import java.util.List;

/// What a step came to.
///
/// @param effects to be carried out in this order, after the state was taken over
public record Stepped(SchedulerState state, List<Effect> effects) {

    /// Copies what it is given.
    public Stepped {
        effects = List.copyOf(effects);
    }
}
