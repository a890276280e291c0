package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.OfferId;
import io.dromos.events.AppId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.pcollections.TreePSet;

/// Looks for places, and asks applications to plan them: what waits on new offers, new wants on all
/// offers, and no more at a time than [Pacing] allows. Who is not reached keeps his turn.
final class Proposing {

    private static final int BYTES_BESIDE_TEXTS = 300;

    /// How many more are looked at once those before found no place.
    private static final int FURTHER = 4;

    private Proposing() {}

    /// Tries what was not tried.
    static void place(Turn turn) {
        if (!turn.link.mayPlan()) return;
        boolean newWants = !turn.demand.untriedWants().isEmpty();
        boolean newOffers = !turn.demand.untriedOffers().isEmpty();
        if (!newWants && !newOffers) return;
        int room = Pacing.room(turn);
        if (room > 0 && newOffers) room = onNewOffers(turn, room);
        if (room > 0 && newWants) onAllOffers(turn, room);
    }

    private static int onNewOffers(Turn turn, int room) {
        Set<OfferId> offers = turn.demand.untriedOffers();
        turn.demand = turn.demand.triedOffers();
        var line = line(turn, turn.demand.unfitWants());
        int left =
                tryAll(turn, line, hold -> offers.contains(hold.lot().offer().id()), room, _ -> {});
        if (left <= 0)
            for (var offer : offers)
                if (turn.book.offers().containsKey(offer)) turn.demand = turn.demand.untried(offer);
        return left;
    }

    private static void onAllOffers(Turn turn, int room) {
        var line = line(turn, turn.demand.untriedWants());
        tryAll(
                turn,
                line,
                _ -> true,
                room,
                app -> {
                    turn.demand = turn.demand.unfit(app);
                    Roles.unmet(turn, app);
                });
    }

    /// Who comes after the application that was asked last, and then the others.
    private static Iterator<AppId> line(Turn turn, TreePSet<AppId> apps) {
        var last = turn.demand.askedLast();
        if (last.isEmpty()) return apps.iterator();
        var after = apps.tailSet(last.get(), false).iterator();
        var others = apps.headSet(last.get(), true).iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return after.hasNext() || others.hasNext();
            }

            @Override
            public AppId next() {
                return after.hasNext() ? after.next() : others.next();
            }
        };
    }

    /// Looks for places for those in line until there is no room for more.
    ///
    /// @param offered the offers to look at
    /// @param unfit is told who found none
    /// @return the room that is left; 0 or less if somebody may not have been reached
    private static int tryAll(
            Turn turn,
            Iterator<AppId> line,
            Predicate<Book.Hold> offered,
            int room,
            Consumer<AppId> unfit) {
        int left = room;
        for (int most = room;
                left > 0 && line.hasNext();
                most = Math.min(most * FURTHER, Pacing.PLACES_MAX)) {
            var wants = next(turn, line, most);
            var found = places(turn, wants, offered);
            for (var app : wants.keySet()) {
                var places = found.get(app);
                if (places == null) continue;
                // Others may have found no place only because of this one.
                if (left <= 0) return left;
                propose(turn, app, places);
                left -= places.size();
            }
            for (var app : wants.keySet()) if (!found.containsKey(app)) unfit.accept(app);
        }
        return left;
    }

    /// The wants of the next in line, up to so many places.
    private static Map<AppId, List<Want>> next(Turn turn, Iterator<AppId> line, int most) {
        var next = new LinkedHashMap<AppId, List<Want>>();
        int left = most;
        while (left > 0 && line.hasNext()) {
            var app = line.next();
            var open = turn.demand.wants().get(app);
            // protocols 2.1: one unanswered batch per application. It tells anew what it wants
            // then.
            if (open == null || turn.book.batches().containsKey(app)) {
                turn.demand = turn.demand.waitsForNothing(app);
                continue;
            }
            int count = Math.max(Math.min(left, turn.limits().batchTasks()), open.wants().size());
            var wants = first(open.wants(), count);
            next.put(app, wants);
            for (var want : wants) left -= want.count();
        }
        return next;
    }

    /// So many of them, and one of each: if one finds no place, another may.
    private static List<Want> first(List<Want> wants, int most) {
        var first = new ArrayList<Want>();
        int left = most - wants.size();
        for (var want : wants) {
            int more = Math.min(left, want.count() - 1);
            first.add(want.withCount(1 + more));
            left -= more;
        }
        return first;
    }

    private static Map<AppId, List<Assignment>> places(
            Turn turn, Map<AppId, List<Want>> wants, Predicate<Book.Hold> offered) {
        var lots = lots(turn, offered);
        if (lots.isEmpty() || wants.isEmpty()) return Map.of();
        var all = wants.values().stream().flatMap(List::stream).toList();
        var byApp = new LinkedHashMap<AppId, List<Assignment>>();
        for (var assignment : Placement.place(lots, all, turn.rules()).assignments())
            byApp.computeIfAbsent(assignment.want().app(), _ -> new ArrayList<>()).add(assignment);
        return byApp;
    }

    private static List<Lot> lots(Turn turn, Predicate<Book.Hold> offered) {
        var half = turn.limits().confirmWithin().dividedBy(2);
        return turn.book.offers().values().stream()
                .filter(offered)
                // An offer about to close leaves no time to confirm.
                .filter(hold ->
                        hold.acceptBy().map(by -> !turn.reached(by.minus(half))).orElse(true))
                .map(Book.Hold::lot)
                .toList();
    }

    private static void propose(Turn turn, AppId app, List<Assignment> found) {
        var places = cut(turn, found);
        var open = turn.demand.wants().get(app);
        if (open == null) return;
        turn.demand = turn.demand.asked(app);
        var deadline = turn.now().plus(turn.limits().confirmWithin());
        long number = turn.book.nextBatch();
        var proposals = new ArrayList<Effect.Proposal>();
        for (var place : places) {
            Roles.used(turn, place.role());
            var hold = Planning.hold(turn, place.offer()).ask(place, deadline);
            turn.book = turn.book.with(place.offer(), hold);
            var want = place.want();
            proposals.add(
                    new Effect.Proposal(
                            proposals.size(), want.version(), want.config(), place.placement()));
        }
        turn.book =
                turn.book.with(
                        new Book.Batch(
                                app,
                                turn.link.epoch(),
                                number,
                                open.revision(),
                                places,
                                turn.now(),
                                deadline,
                                false,
                                turn.now()));
        turn.emit(
                new Effect.ProposePlan(app, turn.link.epoch(), number, open.revision(), proposals));
    }

    /// As many as a message holds. What is cut off stays on its offer, to be tried again.
    private static List<Assignment> cut(Turn turn, List<Assignment> found) {
        int bytes = 0;
        for (int i = 0; i < found.size(); i++) {
            bytes += bytes(found.get(i));
            if (i == 0 || bytes <= turn.limits().batchBytes()) continue;
            for (var rest : found.subList(i, found.size()))
                turn.demand = turn.demand.untried(rest.offer());
            return List.copyOf(found.subList(0, i));
        }
        return List.copyOf(found);
    }

    private static int bytes(Assignment assignment) {
        var placement = assignment.placement();
        int bytes =
                BYTES_BESIDE_TEXTS + placement.host().length() + 8 * placement.hostPorts().size();
        for (var attribute : placement.attributes().entrySet())
            bytes += attribute.getKey().length() + attribute.getValue().length() + 8;
        return bytes;
    }
}
