package io.dromos.simulation;

import io.dromos.domain.framework.Framework;
import io.dromos.domain.framework.FrameworkCommand;
import io.dromos.events.PersistenceIds;
import io.dromos.events.facts.FrameworkFact;
import io.dromos.events.state.FrameworkState;

/// The framework in one process.
final class FrameworkSite extends Site {

    private final Desk<FrameworkState, FrameworkCommand, FrameworkFact, FrameworkState> desk;

    FrameworkSite(Node node) {
        super(node);
        desk =
                new Desk<>(
                        this,
                        PersistenceIds.FRAMEWORK,
                        new Framework(),
                        FrameworkState.class,
                        FrameworkFact.class,
                        () -> {});
    }

    Desk<FrameworkState, FrameworkCommand, FrameworkFact, FrameworkState> desk() {
        return desk;
    }
}
