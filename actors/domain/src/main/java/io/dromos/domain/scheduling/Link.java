package io.dromos.domain.scheduling;

import java.time.Duration;
import java.util.Optional;

/// Where we stand with Mesos and with the log.
///
/// @param wire the subscription
/// @param epoch the newest we claimed; 0 for none
/// @param fresh whether it was claimed for the present subscription
/// @param claimAskedAt when the claim under way was asked for
/// @param pushedOutAt when another scheduler last took the stream over
/// @param lastStep when time was last looked at
/// @param listened how long we were subscribed, in all
/// @param region of the master that subscribed us last, if it told one
record Link(
        Wire wire,
        long epoch,
        boolean fresh,
        Optional<Duration> claimAskedAt,
        Optional<Duration> pushedOutAt,
        Duration lastStep,
        Duration listened,
        Optional<String> region) {

    /// States of the subscription.
    enum Wire {
        /// The link is not asked to subscribe.
        SILENT,
        /// The link is subscribing, again and again.
        TRYING,
        /// Subscribed.
        OPEN,
        /// Subscribed, but an ACCEPT may still be on the wire: to be given up once an epoch is
        /// claimed.
        TAINTED,
        /// Stepped down.
        DOWN
    }

    static final Link START =
            new Link(
                    Wire.SILENT,
                    0,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ZERO,
                    Duration.ZERO,
                    Optional.empty());

    boolean isOpen() {
        return wire == Wire.OPEN;
    }

    /// Whether plans may be asked for: subscribed, under an epoch of this subscription.
    boolean mayPlan() {
        return isOpen() && fresh;
    }

    Link with(Wire other) {
        return new Link(other, epoch, fresh, claimAskedAt, pushedOutAt, lastStep, listened, region);
    }

    /// The subscription and its epoch are over.
    Link stale() {
        return new Link(wire, epoch, false, claimAskedAt, pushedOutAt, lastStep, listened, region);
    }

    Link askedForClaim(Duration now) {
        return new Link(
                wire, epoch, fresh, Optional.of(now), pushedOutAt, lastStep, listened, region);
    }

    Link claimed(long newer) {
        return new Link(
                wire, newer, true, Optional.empty(), pushedOutAt, lastStep, listened, region);
    }

    Link pushedOut(Duration now) {
        return new Link(
                wire, epoch, fresh, claimAskedAt, Optional.of(now), lastStep, listened, region);
    }

    /// A master of this region, or of none, subscribed us.
    Link open(Optional<String> newer) {
        return new Link(
                Wire.OPEN, epoch, fresh, claimAskedAt, pushedOutAt, lastStep, listened, newer);
    }

    /// Time has passed. A pause of the process does not count as listening (protocols 6.3).
    Link at(Duration now, Duration pauseMax) {
        var passed = now.minus(lastStep);
        var counted = passed.compareTo(pauseMax) < 0 ? passed : pauseMax;
        var heard = isOpen() ? listened.plus(counted) : listened;
        return new Link(wire, epoch, fresh, claimAskedAt, pushedOutAt, now, heard, region);
    }
}
