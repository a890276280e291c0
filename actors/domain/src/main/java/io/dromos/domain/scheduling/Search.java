package io.dromos.domain.scheduling;

import io.dromos.events.facts.ApplicationFact;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The search for places of one want. It passes each offer once: what an offer lacks it will not
/// get back during one placement. Only groups that have to wait for others are looked at again:
/// first until every new group has its first instance, then each time the smallest has grown.
final class Search {

    private final Want want;
    private final Rules rules;
    private final List<Stock> stocks;
    private final Judge judge;
    private final Funnel funnel;
    private final Deque<Stock> again = new ArrayDeque<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean newGroupsOnly = true;
    private int smallest;
    private int next;
    private int placed;

    /// An offer whose group is ahead of the others.
    private record Waiting(Stock stock, Check check) {}

    Search(Want want, List<Stock> stocks, Rules rules) {
        this.want = want;
        this.rules = rules;
        this.stocks = stocks;
        judge = new Judge(want, rules);
        funnel = new Funnel();
    }

    boolean isMet() {
        return placed == want.count();
    }

    /// A place for one more instance; empty if there is none left, now or later.
    Optional<Assignment> next() {
        for (var stock = current(); stock != null; stock = current()) {
            if (stock.tasks() >= rules.tasksPerOffer()) {
                advance();
                continue;
            }
            switch (judge.judge(stock, newGroupsOnly)) {
                case Judge.Fits _ -> {
                    return Optional.of(take(stock));
                }
                case Judge.Refused(var reason) -> {
                    funnel.decline(reason, stock.room());
                    advance();
                }
                case Judge.Later(var check) -> {
                    waiting.add(new Waiting(stock, check));
                    advance();
                }
            }
        }
        return Optional.empty();
    }

    /// Why the rest found no place; to be asked once, when there is none left.
    Optional<Refusal> refusal() {
        if (isMet()) return Optional.empty();
        for (var late : waiting) decline(late.stock(), late.check());
        waiting.clear();
        return Optional.of(told());
    }

    /// What each offer is to the want, taking none; instead of a search.
    Refusal explain() {
        for (var stock : stocks) {
            switch (judge.judge(stock, false)) {
                case Judge.Fits _ -> funnel.fit();
                case Judge.Refused(var reason) -> funnel.decline(reason, stock.room());
                case Judge.Later(var check) -> decline(stock, check);
            }
        }
        return told();
    }

    private void decline(Stock stock, Check check) {
        check.decline(Field.of(check.constraint().field(), stock.offer()));
        funnel.decline(Reason.UNFULFILLED_CONSTRAINT, stock.room());
    }

    private Refusal told() {
        return new Refusal(
                want.app(),
                want.version(),
                want.count() - placed,
                funnel.steps(),
                Sentence.of(want, funnel, judge.checks()));
    }

    private Assignment take(Stock stock) {
        // The placement's seed, the offer and the instance together choose the ports.
        long seed = rules.seed() * 31 + stock.offer().id().hashCode() * 1_000_003L + stock.tasks();
        var ports = judge.take(stock, seed).orElseThrow();
        placed++;
        wake();
        var offer = stock.offer();
        var placement =
                new ApplicationFact.Placement(
                        offer.agent(),
                        offer.host(),
                        offer.ip(),
                        ports,
                        offer.attributes(),
                        offer.region(),
                        offer.zone());
        return new Assignment(want, offer.id(), offer.role(), placement);
    }

    /// Looks again at offers whose groups waited for the smallest one to grow.
    private void wake() {
        if (newGroupsOnly || waiting.isEmpty()) return;
        int grown = judge.smallestGroups();
        if (grown > smallest) again.addAll(drain());
        smallest = grown;
    }

    private @Nullable Stock current() {
        if (!again.isEmpty()) return again.peek();
        if (next < stocks.size()) return stocks.get(next);
        if (!newGroupsOnly) return null;
        newGroupsOnly = false;
        smallest = judge.smallestGroups();
        again.addAll(drain());
        return again.peek();
    }

    private List<Stock> drain() {
        var stocksWaiting = waiting.stream().map(Waiting::stock).toList();
        waiting.clear();
        return stocksWaiting;
    }

    private void advance() {
        if (again.isEmpty()) next++;
        else again.remove();
    }
}
