package io.dromos.domain.definition;

import io.dromos.events.spec.ApplicationSpec;
import java.util.List;

/// A definition that was checked.
public sealed interface Checked {

    /// It keeps all rules.
    record Good(ApplicationSpec spec) implements Checked {}

    /// It breaks some.
    ///
    /// @param violations at least one
    record Bad(List<Violation> violations) implements Checked {
        /// Copies what it is given.
        public Bad {
            violations = List.copyOf(violations);
        }
    }
}
