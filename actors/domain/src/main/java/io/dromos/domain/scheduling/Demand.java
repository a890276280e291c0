package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.OfferId;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;
import org.pcollections.TreePMap;

/// What applications want, and how far it was looked at.
///
/// @param wants open ones, by application
/// @param untriedWants applications that were not tried on every open offer
/// @param untriedOffers offers that were not tried for every want
/// @param roles by name
/// @param seen the last offer of each agent and role, to explain by
/// @param shown what applications were last said to wait for
/// @param explainedTo the last application that was explained; the next turn goes on after it
/// @param pace whether the log keeps up
record Demand(
        TreePMap<AppId, Open> wants,
        MapPSet<AppId> untriedWants,
        MapPSet<OfferId> untriedOffers,
        HashPMap<String, Role> roles,
        TreePMap<String, Lot> seen,
        HashPMap<AppId, List<Refusal>> shown,
        Optional<AppId> explainedTo,
        Pace pace) {

    static final Demand EMPTY =
            new Demand(
                    TreePMap.empty(),
                    HashTreePSet.empty(),
                    HashTreePSet.empty(),
                    HashTreePMap.empty(),
                    TreePMap.empty(),
                    HashTreePMap.empty(),
                    Optional.empty(),
                    Pace.STEADY);

    /// What one application wants.
    record Open(long revision, List<Want> wants) {
        boolean in(String role) {
            return wants.stream().anyMatch(want -> want.spec().role().equals(role));
        }
    }

    /// A role in Mesos' allocator.
    ///
    /// @param suppressed whether no offers come
    /// @param filtered whether some may have been declined for a while; an earlier subscription's
    ///   declines count in this one
    /// @param due whether it is to be revived
    /// @param revivedAt when it last was
    /// @param idleSince when it was first seen without a want
    record Role(
            boolean suppressed,
            boolean filtered,
            boolean due,
            Optional<Duration> revivedAt,
            Optional<Duration> idleSince) {
        static final Role FRESH = new Role(false, true, false, Optional.empty(), Optional.empty());
    }

    /// Whether the log answers in time.
    ///
    /// @param lastGood when the newest batch that was answered in time had been asked
    /// @param pause the last one made
    /// @param until no offers are placed before
    record Pace(Duration lastGood, Duration pause, Duration until) {
        static final Pace STEADY = new Pace(Duration.ofNanos(-1), Duration.ZERO, Duration.ZERO);
    }

    Role role(String name) {
        return roles.getOrDefault(name, Role.FRESH);
    }

    Demand want(AppId app, Open open) {
        return new Demand(
                wants.plus(app, open),
                untriedWants.plus(app),
                untriedOffers,
                roles,
                seen,
                shown,
                explainedTo,
                pace);
    }

    Demand close(AppId app) {
        return new Demand(
                wants.minus(app),
                untriedWants.minus(app),
                untriedOffers,
                roles,
                seen,
                shown,
                explainedTo,
                pace);
    }

    Demand untried(OfferId offer) {
        return new Demand(
                wants,
                untriedWants,
                untriedOffers.plus(offer),
                roles,
                seen,
                shown,
                explainedTo,
                pace);
    }

    /// Every open want was tried on every open offer.
    Demand tried() {
        return new Demand(
                wants,
                HashTreePSet.empty(),
                HashTreePSet.empty(),
                roles,
                seen,
                shown,
                explainedTo,
                pace);
    }

    Demand with(String name, Role role) {
        return new Demand(
                wants,
                untriedWants,
                untriedOffers,
                roles.plus(name, role),
                seen,
                shown,
                explainedTo,
                pace);
    }

    Demand see(Lot lot) {
        var key = lot.offer().agent() + " " + lot.offer().role();
        return withSeen(seen.plus(key, lot));
    }

    Demand forget(AgentId agent) {
        var keys = seen.keySet().stream().filter(key -> key.startsWith(agent + " ")).toList();
        return withSeen(seen.minusAll(keys));
    }

    Demand show(AppId app, List<Refusal> refusals) {
        return new Demand(
                wants,
                untriedWants,
                untriedOffers,
                roles,
                seen,
                refusals.isEmpty() ? shown.minus(app) : shown.plus(app, refusals),
                explainedTo,
                pace);
    }

    Demand explained(Optional<AppId> upTo) {
        return new Demand(wants, untriedWants, untriedOffers, roles, seen, shown, upTo, pace);
    }

    Demand with(Pace other) {
        return new Demand(
                wants, untriedWants, untriedOffers, roles, seen, shown, explainedTo, other);
    }

    /// The subscription is over: no offer is left and no role is suppressed.
    Demand anew() {
        return new Demand(
                wants,
                HashTreePSet.from(wants.keySet()),
                HashTreePSet.empty(),
                HashTreePMap.empty(),
                TreePMap.empty(),
                shown,
                explainedTo,
                Pace.STEADY);
    }

    private Demand withSeen(TreePMap<String, Lot> others) {
        return new Demand(
                wants, untriedWants, untriedOffers, roles, others, shown, explainedTo, pace);
    }
}
