package io.dromos.domain.health;

import io.dromos.domain.application.ApplicationCommand.Finding;
import java.util.List;

/// What a watch wants done.
public sealed interface WatchEffect {

    /// Ask a task; what becomes of that is [WatchInput.Tried].
    record Ask(Ticket ticket, Question question) implements WatchEffect {}

    /// Tell the application; its answer is [WatchInput.Heard].
    record Tell(List<Finding> findings) implements WatchEffect {
        /// Copies what it is given.
        public Tell {
            findings = List.copyOf(findings);
        }
    }
}
