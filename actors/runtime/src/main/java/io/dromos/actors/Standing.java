package io.dromos.actors;

import io.dromos.events.AppId;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.Target;
import java.util.Map;
import java.util.Optional;

/// What the catalog says of a deployment. It alone decides when one ends (protocols 1.7), so a
/// deployment asks it again and again, however much was lost on the way.
sealed interface Standing {

    /// It is open.
    ///
    /// @param targets where its applications are to go, if that was asked for; those that a later
    ///   change took over are left out
    record Open(Optional<Map<AppId, Target>> targets) implements Standing {}

    /// It ended so.
    record Closed(Outcome outcome) implements Standing {}

    /// It ended so long ago that nobody remembers how: the catalog knows all that are open.
    record Forgotten() implements Standing {}

    /// The catalog is starting.
    record NotReady() implements Standing {}
}
