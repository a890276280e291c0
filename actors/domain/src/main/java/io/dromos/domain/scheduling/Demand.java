package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.OfferId;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/// What applications want, and how far it was looked at.
///
/// @param wants open ones, by application
/// @param untriedWants applications that were not tried on every open offer
/// @param unfitWants those that were, but for the untried offers, and found no place
/// @param untriedOffers offers that were not tried for every unfit want
/// @param roles by name
/// @param seen the last offer of each agent and role, to explain by
/// @param shown what applications were last said to wait for
/// @param explainedTo the last application that was explained; the next turn goes on after it
/// @param askedLast the last application that was asked to plan; the next one goes before it
/// @param pace whether the log keeps up
record Demand(
        TreePMap<AppId, Open> wants,
        TreePSet<AppId> untriedWants,
        TreePSet<AppId> unfitWants,
        MapPSet<OfferId> untriedOffers,
        HashPMap<String, Role> roles,
        TreePMap<String, Lot> seen,
        HashPMap<AppId, List<Refusal>> shown,
        Optional<AppId> explainedTo,
        Optional<AppId> askedLast,
        Pace pace) {

    /// How many places may wait for an answer at first: one full batch.
    private static final int PLACES_FIRST = 500;

    static final Demand EMPTY =
            new Demand(
                    TreePMap.empty(),
                    TreePSet.empty(),
                    TreePSet.empty(),
                    HashTreePSet.empty(),
                    HashTreePMap.empty(),
                    TreePMap.empty(),
                    HashTreePMap.empty(),
                    Optional.empty(),
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
    /// @param places how many places may wait for an answer at a time
    record Pace(Duration lastGood, Duration pause, Duration until, int places) {
        static final Pace STEADY =
                new Pace(Duration.ofNanos(-1), Duration.ZERO, Duration.ZERO, PLACES_FIRST);
    }

    Role role(String name) {
        return roles.getOrDefault(name, Role.FRESH);
    }

    Demand want(AppId app, Open open) {
        return with(wants.plus(app, open), untriedWants.plus(app), unfitWants.minus(app));
    }

    Demand close(AppId app) {
        return with(wants.minus(app), untriedWants.minus(app), unfitWants.minus(app));
    }

    /// The application was tried on all offers and found no place.
    Demand unfit(AppId app) {
        return with(wants, untriedWants.minus(app), unfitWants.plus(app));
    }

    /// The application is not to be tried until it tells anew what it wants.
    Demand waitsForNothing(AppId app) {
        return with(wants, untriedWants.minus(app), unfitWants.minus(app));
    }

    /// The application was asked to plan; it tells what it still wants once it has answered.
    Demand asked(AppId app) {
        var other = waitsForNothing(app);
        return new Demand(
                other.wants,
                other.untriedWants,
                other.unfitWants,
                untriedOffers,
                roles,
                seen,
                shown,
                explainedTo,
                Optional.of(app),
                pace);
    }

    Demand untried(OfferId offer) {
        return withUntried(untriedOffers.plus(offer));
    }

    /// What waits was tried on every open offer, or is about to be.
    Demand triedOffers() {
        return withUntried(HashTreePSet.empty());
    }

    Demand with(String name, Role role) {
        return withRoles(roles.plus(name, role));
    }

    private Demand withRoles(HashPMap<String, Role> others) {
        return new Demand(
                wants,
                untriedWants,
                unfitWants,
                untriedOffers,
                others,
                seen,
                shown,
                explainedTo,
                askedLast,
                pace);
    }

    /// Roles that nobody wants, and that the framework leaves.
    Demand without(Collection<String> names) {
        return withRoles(roles.minusAll(names));
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
                unfitWants,
                untriedOffers,
                roles,
                seen,
                refusals.isEmpty() ? shown.minus(app) : shown.plus(app, refusals),
                explainedTo,
                askedLast,
                pace);
    }

    Demand explained(Optional<AppId> upTo) {
        return new Demand(
                wants,
                untriedWants,
                unfitWants,
                untriedOffers,
                roles,
                seen,
                shown,
                upTo,
                askedLast,
                pace);
    }

    Demand with(Pace other) {
        return new Demand(
                wants,
                untriedWants,
                unfitWants,
                untriedOffers,
                roles,
                seen,
                shown,
                explainedTo,
                askedLast,
                other);
    }

    /// The subscription is over: no offer is left and no role is suppressed.
    Demand anew() {
        return new Demand(
                wants,
                TreePSet.from(wants.keySet()),
                TreePSet.empty(),
                HashTreePSet.empty(),
                HashTreePMap.empty(),
                TreePMap.empty(),
                shown,
                explainedTo,
                askedLast,
                Pace.STEADY);
    }

    private Demand with(
            TreePMap<AppId, Open> open, TreePSet<AppId> untried, TreePSet<AppId> unfit) {
        return new Demand(
                open,
                untried,
                unfit,
                untriedOffers,
                roles,
                seen,
                shown,
                explainedTo,
                askedLast,
                pace);
    }

    private Demand withUntried(MapPSet<OfferId> offers) {
        return new Demand(
                wants,
                untriedWants,
                unfitWants,
                offers,
                roles,
                seen,
                shown,
                explainedTo,
                askedLast,
                pace);
    }

    private Demand withSeen(TreePMap<String, Lot> others) {
        return new Demand(
                wants,
                untriedWants,
                unfitWants,
                untriedOffers,
                roles,
                others,
                shown,
                explainedTo,
                askedLast,
                pace);
    }
}
