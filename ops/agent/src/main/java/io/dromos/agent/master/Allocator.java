package io.dromos.agent.master;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.OfferID;

/// Decides who is offered what: each agent's free resources go whole to the role, and within it to
/// the framework, with the smallest dominant share (DRF, as Mesos' hierarchical allocator).
final class Allocator {
    private static final long MIN_CPUS_THOUSANDTHS = 10;
    private static final long MIN_MEM_THOUSANDTHS = 32_000;

    private record Candidate(Framework framework, String role) {}

    private final Ledger ledger;

    Allocator(Ledger ledger) {
        this.ledger = ledger;
    }

    /// Offers all that is free and wanted; one event for each framework.
    void allocate() {
        allocate(ledger.agents.values());
    }

    /// The same for some agents only, of which alone something came free.
    void allocate(Collection<Agent> agents) {
        Map<Framework, List<Offer>> made = new LinkedHashMap<>();
        List<Candidate> candidates = candidates();
        if (candidates.isEmpty()) {
            return;
        }
        // Shares matter only where there is a choice.
        Amounts total = candidates.size() < 2 ? Amounts.NONE : total();
        for (Agent agent : agents) {
            Amounts free = agent.link().isPresent() ? agent.free() : Amounts.NONE;
            if (isWorthOffering(free)) {
                choose(candidates, agent, free, total)
                        .ifPresent(chosen -> offer(chosen, agent, free, made));
            }
        }
        made.forEach((framework, offers) -> ledger.tell(framework, Events.offers(offers)));
    }

    private void offer(
            Candidate chosen, Agent agent, Amounts free, Map<Framework, List<Offer>> made) {
        Framework framework = chosen.framework();
        framework.allocations.merge(chosen.role(), 1, Integer::sum);
        Amounts amounts = free.allocatedTo(chosen.role());
        Offer offer = ledger.addOffer(framework, agent, chosen.role(), amounts);
        made.computeIfAbsent(framework, _ -> new ArrayList<>()).add(offer);
    }

    /// DECLINE: resources come back and stay hidden for a while. Unknown offers are ignored.
    void decline(Framework framework, List<OfferID> ids, Filters filters) {
        for (OfferID id : ids) {
            Offer offer = ledger.offers.get(id.getValue());
            if (offer != null && offer.framework() == framework) {
                ledger.removeOffer(offer);
                refuse(framework, offer.role(), offer.agent(), offer.amounts(), filters);
            }
        }
    }

    /// Hides these resources of an agent from a framework, by its wish or for the default time.
    void refuse(Framework framework, String role, Agent agent, Amounts refused, Filters filters) {
        double wish = filters.getRefuseSeconds();
        double seconds = wish >= 0 ? wish : Settings.DEFAULT_REFUSE_SECONDS;
        double bounded = Math.min(seconds, Settings.MAX_REFUSE_SECONDS);
        if (bounded > 0 && !refused.isEmpty()) {
            Instant until = ledger.now().plus(Duration.ofNanos((long) (bounded * 1e9)));
            Framework.Place place = new Framework.Place(role, agent.id);
            framework.refuse(place, new Filter(refused.bare(), until), ledger.now());
        }
    }

    /// REVIVE: forgets filters and suppression of these roles, of all if none is named.
    void revive(Framework framework, List<String> named) {
        Set<String> roles = own(framework, named);
        if (roles.isEmpty()) {
            return;
        }
        framework.suppressed.removeAll(roles);
        framework.clearFilters(roles);
        allocate();
    }

    /// SUPPRESS: no more offers for these roles, all if none is named; open ones stay valid.
    void suppress(Framework framework, List<String> named) {
        framework.suppressed.addAll(own(framework, named));
    }

    private static Set<String> own(Framework framework, List<String> named) {
        Set<String> roles = new HashSet<>(framework.roles());
        if (!named.isEmpty()) {
            roles.retainAll(named);
        }
        return roles;
    }

    private List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        for (Framework framework : ledger.frameworks.values()) {
            if (framework.stream().isPresent()) {
                framework.roles().stream()
                        .filter(role -> !framework.suppressed.contains(role))
                        .forEach(role -> candidates.add(new Candidate(framework, role)));
            }
        }
        return candidates;
    }

    private Optional<Candidate> choose(
            List<Candidate> candidates, Agent agent, Amounts free, Amounts total) {
        List<Candidate> willing =
                candidates.stream().filter(each -> !hides(each, agent, free)).toList();
        if (willing.size() < 2) {
            return willing.stream().findFirst();
        }
        Map<String, Amounts> held = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (Framework framework : ledger.frameworks.values()) {
            for (String role : framework.roles()) {
                held.merge(role, framework.held(role), Amounts::plus);
                counts.merge(role, framework.allocations.getOrDefault(role, 0), Integer::sum);
            }
        }
        return willing.stream()
                .min(
                        Comparator.comparingDouble((Candidate c) ->
                                        share(held.getOrDefault(c.role(), Amounts.NONE), total))
                                .thenComparingInt(c -> counts.getOrDefault(c.role(), 0))
                                .thenComparing(Candidate::role)
                                .thenComparingDouble(
                                        c -> share(c.framework().held(c.role()), total))
                                .thenComparingInt(
                                        c -> c.framework().allocations.getOrDefault(c.role(), 0))
                                .thenComparing(c -> c.framework().id));
    }

    private boolean hides(Candidate candidate, Agent agent, Amounts free) {
        Framework.Place place = new Framework.Place(candidate.role(), agent.id);
        return candidate.framework().hides(place, free, ledger.now());
    }

    private Amounts total() {
        return ledger.agents.values().stream()
                .map(Agent::total)
                .reduce(Amounts.NONE, Amounts::plus);
    }

    private static double share(Amounts held, Amounts total) {
        double share = 0;
        for (Amounts.Kind kind : total.byKind().keySet()) {
            long all = total.thousandths(kind.name());
            if (all > 0) {
                share = Math.max(share, held.thousandths(kind.name()) / (double) all);
            }
        }
        return share;
    }

    private static boolean isWorthOffering(Amounts free) {
        return free.thousandths("cpus") >= MIN_CPUS_THOUSANDTHS
                || free.thousandths("mem") >= MIN_MEM_THOUSANDTHS;
    }
}
