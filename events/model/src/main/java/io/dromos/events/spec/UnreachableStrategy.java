package io.dromos.events.spec;

import java.time.Duration;

/// What happens to instances whose agent does not answer.
public sealed interface UnreachableStrategy {

    /// Replace and expunge at once.
    UnreachableStrategy DEFAULT = new After(Duration.ZERO, Duration.ZERO);

    /// Never replace: wait for ever.
    record Disabled() implements UnreachableStrategy {}

    /// Replace after some silence, forget after more.
    ///
    /// @param inactive until it is replaced
    /// @param expunge until it is forgotten, not below inactive
    record After(Duration inactive, Duration expunge) implements UnreachableStrategy {}
}
