package io.dromos.domain.scheduling;

import io.dromos.events.AppId;
import io.dromos.events.Version;
import java.util.List;

/// Why a want was not met.
///
/// @param app whose want
/// @param version of its definition
/// @param unplaced how many instances found no place
/// @param funnel all ten reasons in Marathon's order
/// @param sentence for people, with numbers
public record Refusal(
        AppId app, Version version, int unplaced, List<Step> funnel, String sentence) {

    /// Copies what it is given.
    public Refusal {
        funnel = List.copyOf(funnel);
    }

    /// The same with other words for people.
    Refusal withSentence(String other) {
        return new Refusal(app, version, unplaced, funnel, other);
    }

    /// One step of the funnel.
    ///
    /// @param reason what it asks
    /// @param processed offers that came to it: those that all steps before let through
    /// @param declined offers that ended at it
    public record Step(Reason reason, int processed, int declined) {}
}
