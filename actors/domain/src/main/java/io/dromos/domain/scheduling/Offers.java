package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.Offer;
import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Open offers: kept for a while, given back together.
final class Offers {

    private Offers() {}

    static void offered(Turn turn, List<Offer> offers) {
        var surplus = new ArrayList<OfferId>();
        for (var offer : offers) {
            var lot = Lot.of(offer);
            if (turn.book.offers().containsKey(offer.id())) continue;
            turn.demand = turn.demand.see(lot);
            if (turn.book.offers().size() >= turn.limits().offersMax()) {
                surplus.add(offer.id());
                continue;
            }
            var until = turn.now().plus(turn.limits().holdOffers());
            turn.book = turn.book.with(offer.id(), Book.Hold.of(lot, until));
            turn.demand = turn.demand.untried(offer.id());
        }
        decline(turn, surplus);
    }

    static void rescinded(Turn turn, OfferId offer) {
        close(turn, offer, "its offer was rescinded before the launch was sent");
    }

    /// An agent is gone, or only one of its executors.
    static void failed(Turn turn, SchedulerEvent.Failed failed) {
        if (failed.executor().isPresent() || failed.agent().isEmpty()) return;
        var agent = failed.agent().get();
        turn.demand = turn.demand.forget(agent);
        for (var hold : turn.book.offers().values())
            if (hold.lot().offer().agent().equals(agent))
                close(
                        turn,
                        hold.lot().offer().id(),
                        "its agent was lost before the launch was sent");
        // After a master restart nothing else tells of the tasks of an agent that stays away.
        if (turn.link.mayPlan()) Reconciling.gather(turn, Optional.of(agent));
    }

    static void tick(Turn turn) {
        var unwanted = new ArrayList<>(turn.calls.declineAgain());
        turn.calls = turn.calls.declinedAgain();
        for (var hold : turn.book.offers().values()) {
            var offer = hold.lot().offer();
            if (hold.acceptBy().isPresent()) {
                if (turn.reached(hold.acceptBy().get())) timeOut(turn, hold, unwanted);
                continue;
            }
            if (turn.reached(hold.until()) || Roles.isIdle(turn, offer.role())) {
                turn.book = turn.book.without(offer.id());
                unwanted.add(offer.id());
                var role = turn.demand.role(offer.role());
                turn.demand = turn.demand.with(offer.role(), Roles.filtered(role));
                if (turn.demand.untriedOffers().contains(offer.id()))
                    Roles.unseen(turn, offer.role());
            }
        }
        decline(turn, unwanted);
    }

    /// Gives offers back in one call.
    static void decline(Turn turn, List<OfferId> offers) {
        if (offers.isEmpty()) return;
        turn.call(
                new SchedulerCall.Decline(offers, turn.limits().declineFor()),
                new Calls.Decline(List.copyOf(offers)));
    }

    /// protocols 2.2: the offer closes; what was not confirmed by now comes too late.
    private static void timeOut(Turn turn, Book.Hold hold, List<OfferId> unwanted) {
        var offer = hold.lot().offer().id();
        if (hold.confirmed().isEmpty()) {
            turn.book = turn.book.without(offer);
            unwanted.add(offer);
        } else Launching.accept(turn, hold);
    }

    /// protocols 2.2: plans on an offer that went before sending are abandoned.
    private static void close(Turn turn, OfferId offer, String why) {
        var hold = turn.book.offers().get(offer);
        if (hold == null) return;
        turn.book = turn.book.without(offer);
        for (var task : hold.confirmed().keySet()) Abandoning.lost(turn, task, why);
    }
}
