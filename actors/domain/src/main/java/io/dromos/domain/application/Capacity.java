package io.dromos.domain.application;

import io.dromos.events.spec.UpgradeStrategy;
import io.dromos.events.state.ApplicationState;

/// The bounds that a change keeps while it exchanges instances, by Marathon's arithmetic.
///
/// @param least while so many run, more may be told to go
/// @param most so many may be there, those that start and those that end included
record Capacity(int least, int most) {

    /// The bounds of the change that an application follows; none stay of one that goes.
    static Capacity of(ApplicationState state) {
        return state.run()
                .map(run -> of(run.spec().instances(), run.spec().upgradeStrategy()))
                .orElse(new Capacity(0, 0));
    }

    /// The bounds for so many instances. Where both are the same nothing could be exchanged, so
    /// that one more may be there.
    static Capacity of(int instances, UpgradeStrategy strategy) {
        int least = (int) Math.ceil(instances * strategy.minimumHealthCapacity());
        int most = (int) Math.floor(instances * (1 + strategy.maximumOverCapacity()));
        return new Capacity(least, least == most ? most + 1 : most);
    }
}
