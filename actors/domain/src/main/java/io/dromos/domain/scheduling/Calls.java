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
/// @param membership the roles of the subscription
/// @param stray roles whose SUPPRESS was not answered: Mesos may read it at any later time
record Calls(
        long next,
        HashPMap<Long, Pending> pending,
        MapPSet<OfferId> declineAgain,
        Membership membership,
        MapPSet<String> stray) {

    static final Calls NONE =
            new Calls(
                    1,
                    HashTreePMap.empty(),
                    HashTreePSet.empty(),
                    Membership.NONE,
                    HashTreePSet.empty());

    /// What an answer is for.
    sealed interface Pending {}

    /// An ACCEPT that launches these tasks.
    record Launch(OfferId offer, List<TaskId> tasks) implements Pending {}

    /// A DECLINE of these offers.
    record Decline(List<OfferId> offers) implements Pending {}

    /// A SUPPRESS of this role.
    record Suppress(String role) implements Pending {}

    /// A REVIVE of this role.
    record Revive(String role) implements Pending {}

    /// The roles of the subscription.
    ///
    /// @param asked those that are new
    record Roles(List<String> asked) implements Pending {}

    Calls skip() {
        return new Calls(next + 1, pending, declineAgain, membership, stray);
    }

    Calls plus(Pending what) {
        return new Calls(next + 1, pending.plus(next, what), declineAgain, membership, stray);
    }

    Calls minus(long number) {
        return new Calls(next, pending.minus(number), declineAgain, membership, stray);
    }

    /// Answers of an ended subscription no longer matter.
    Calls forget() {
        return new Calls(
                next,
                HashTreePMap.empty(),
                HashTreePSet.empty(),
                membership.anew(),
                HashTreePSet.empty());
    }

    /// These are to be declined at the next tick, not at once: the link may be busy.
    Calls declineAgain(List<OfferId> offers) {
        return new Calls(next, pending, declineAgain.plusAll(offers), membership, stray);
    }

    Calls declinedAgain() {
        return new Calls(next, pending, HashTreePSet.empty(), membership, stray);
    }

    /// No role may be revived or left meanwhile: Mesos takes calls up in any order.
    boolean areRolesPending() {
        return pending.values().stream().anyMatch(Roles.class::isInstance);
    }

    Calls with(Membership other) {
        return new Calls(next, pending, declineAgain, other, stray);
    }

    Calls stray(String role) {
        return new Calls(next, pending, declineAgain, membership, stray.plus(role));
    }
}
