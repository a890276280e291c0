package io.dromos.domain.scheduling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Decides where instances go: a function of offers, wants and rules alone.
///
/// The wants take turns, one instance each, so that a large want does not starve a small one; each
/// takes the first offer that fits. Resources and ports are counted exactly, no offer is overspent,
/// and no constraint of Marathon's seven operators is broken.
///
/// An offer is judged once by each want, so the cost grows with offers times wants plus places
/// found, and not with the instances that run already.
public final class Placement {

    private Placement() {}

    /// Finds places for as many instances as the offers hold.
    ///
    /// @param offers tried in this order
    /// @param wants which of them is served first is drawn by the seed
    public static Placed place(List<Lot> offers, List<Want> wants, Rules rules) {
        var stocks = offers.stream().map(Stock::new).toList();
        var searches = wants.stream().map(want -> new Search(want, stocks, rules)).toList();
        var assignments = takeTurns(searches, rules.seed());
        var refusals = searches.stream().flatMap(search -> search.refusal().stream()).toList();
        return new Placed(assignments, stocks.stream().map(Stock::lot).toList(), refusals);
    }

    /// Says why a want finds no place on these offers, or how many would do, without taking any.
    public static Refusal explain(List<Lot> offers, Want want, Rules rules) {
        var stocks = offers.stream().map(Stock::new).toList();
        return new Search(want, stocks, rules).explain();
    }

    private static List<Assignment> takeTurns(List<Search> searches, long seed) {
        var assignments = new ArrayList<Assignment>();
        var turns = rotated(searches, seed);
        while (!turns.isEmpty()) {
            var search = turns.remove();
            if (search.isMet()) continue;
            var found = search.next();
            if (found.isEmpty()) continue;
            assignments.add(found.get());
            turns.add(search);
        }
        return assignments;
    }

    private static Deque<Search> rotated(List<Search> searches, long seed) {
        var turns = new ArrayDeque<Search>(searches.size() + 1);
        if (searches.isEmpty()) return turns;
        int first = (int) Math.floorMod(seed, (long) searches.size());
        turns.addAll(searches.subList(first, searches.size()));
        turns.addAll(searches.subList(0, first));
        return turns;
    }
}
