package io.dromos.domain.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What placement keeps to beside each definition.
///
/// @param homeRegion the master's region, as it tells with each subscription: offers of others are
///   left alone unless a constraint names `@region` or `@zone`; absent means any region
/// @param gpusRestricted whether agents with gpus are kept for tasks that need some; the label
///   `GPU_SCHEDULING_BEHAVIOR` of an application overrides it
/// @param tasksPerOffer bound on the tasks of one offer, so that no ACCEPT grows without bound
/// @param seed makes the choice of ports and the first want to be served look random
/// @param now wall time, to compare maintenance windows with
/// @param draining how long before its maintenance window an agent is left alone
public record Rules(
        Optional<String> homeRegion,
        boolean gpusRestricted,
        int tasksPerOffer,
        long seed,
        Instant now,
        Duration draining) {

    /// Marathon's defaults, with up to a hundred tasks in an offer.
    public static final Rules DEFAULT =
            new Rules(Optional.empty(), true, 100, 0, Instant.EPOCH, Duration.ZERO);

    /// The same rules for a master of this region.
    public Rules within(String region) {
        return new Rules(Optional.of(region), gpusRestricted, tasksPerOffer, seed, now, draining);
    }

    /// The same rules with another seed.
    public Rules withSeed(long other) {
        return new Rules(homeRegion, gpusRestricted, tasksPerOffer, other, now, draining);
    }

    /// The same rules at another time.
    public Rules at(Instant time) {
        return new Rules(homeRegion, gpusRestricted, tasksPerOffer, seed, time, draining);
    }
}
