package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.OfferId;
import io.dromos.events.TaskId;
import java.util.List;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;

/// Calls whose answer matters.
///
/// @param next number of the next call
/// @param pending by number
/// @param declineAgain offers whose DECLINE may not have arrived
/// @param roles subscribed beside those that each subscription begins with
record Calls(
        long next,
        HashPMap<Long, Pending> pending,
        MapPSet<OfferId> declineAgain,
        MapPSet<String> roles) {

    static final Calls NONE =
            new Calls(1, HashTreePMap.empty(), HashTreePSet.empty(), HashTreePSet.empty());

    /// What an answer is for.
    sealed interface Pending {}

    /// An ACCEPT that launches these tasks.
    record Launch(OfferId offer, List<TaskId> tasks) implements Pending {}

    /// A DECLINE of these offers.
    record Decline(List<OfferId> offers) implements Pending {}

    /// A SUPPRESS or REVIVE of this role.
    record Role(String role) implements Pending {}

    /// The roles of the subscription.
    record Roles() implements Pending {}

    Calls skip() {
        return new Calls(next + 1, pending, declineAgain, roles);
    }

    Calls plus(Pending what) {
        return new Calls(next + 1, pending.plus(next, what), declineAgain, roles);
    }

    Calls minus(long number) {
        return new Calls(next, pending.minus(number), declineAgain, roles);
    }

    /// Answers of an ended subscription no longer matter.
    Calls forget() {
        return new Calls(next, HashTreePMap.empty(), HashTreePSet.empty(), HashTreePSet.empty());
    }

    /// These are to be declined at the next tick, not at once: the link may be busy.
    Calls declineAgain(List<OfferId> offers) {
        return new Calls(next, pending, declineAgain.plusAll(offers), roles);
    }

    Calls declinedAgain() {
        return new Calls(next, pending, HashTreePSet.empty(), roles);
    }

    /// Subscribed in these roles beside the first ones.
    Calls inRoles(MapPSet<String> more) {
        return new Calls(next, pending, declineAgain, more);
    }
}
