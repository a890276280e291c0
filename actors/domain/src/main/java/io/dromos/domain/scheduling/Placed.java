package io.dromos.domain.scheduling;

import java.util.List;

/// What placement came to.
///
/// @param assignments places found, in the order in which they were found
/// @param leftOver every lot that was given, in the order given, less what was assigned
/// @param refusals one for each want that is not fully met, in the order of the wants
public record Placed(List<Assignment> assignments, List<Lot> leftOver, List<Refusal> refusals) {

    /// Copies what it is given.
    public Placed {
        assignments = List.copyOf(assignments);
        leftOver = List.copyOf(leftOver);
        refusals = List.copyOf(refusals);
    }
}
