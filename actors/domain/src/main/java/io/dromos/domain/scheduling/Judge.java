package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.Offer;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Constraint;
import java.util.List;
import java.util.Optional;

/// Judges offers for one want, in the order of [Reason].
final class Judge {

    /// What an offer is to a want.
    sealed interface Judgement {}

    /// It has a place.
    record Fits() implements Judgement {}

    /// It has none, and will have none during this placement.
    record Refused(Reason reason) implements Judgement {}

    /// It has none before the smallest group of this check has outgrown the present one.
    record Later(Check check) implements Judgement {}

    private static final Judgement FITS = new Fits();

    private final ApplicationSpec spec;
    private final Rules rules;
    private final List<Check> checks;
    private final List<Integer> ports;
    private final boolean keepsOffGpus;
    private final boolean anyRegion;

    Judge(Want want, Rules rules) {
        this.spec = want.spec();
        this.rules = rules;
        checks =
                spec.constraints().stream()
                        .map(c -> new Check(c, want.counted().of(c.field()), spec.instances()))
                        .toList();
        ports = Ports.wanted(spec);
        keepsOffGpus = spec.resources().gpus() == 0 && restrictsGpus(spec, rules);
        anyRegion =
                rules.homeRegion().isEmpty()
                        || spec.constraints().stream().anyMatch(Judge::namesFaultDomain);
    }

    List<Check> checks() {
        return checks;
    }

    /// @param newGroupsOnly whether a GROUP_BY without a number lets in only groups that are empty
    Judgement judge(Stock stock, boolean newGroupsOnly) {
        var offer = stock.offer();
        if (!hasRole(offer)) return refused(Reason.UNFULFILLED_ROLE);
        var constrained = constraints(offer, newGroupsOnly);
        if (constrained.isPresent()) return constrained.get();
        if (inMaintenance(offer)) return refused(Reason.AGENT_MAINTENANCE);
        var lacking = lacking(stock.room());
        if (lacking.isPresent()) return refused(lacking.get());
        if (keepsOffGpus && offer.gpus() > 0) return refused(Reason.DECLINED_SCARCE_RESOURCES);
        return FITS;
    }

    /// A number that grows when the smallest group of some check does.
    int smallestGroups() {
        return checks.stream().mapToInt(check -> check.groups().smallest()).sum();
    }

    /// Takes the place that was judged to fit; empty never after such a judgement.
    Optional<List<Integer>> take(Stock stock, long seed) {
        var chosen = Ports.choose(stock.room().ports(), ports, seed);
        chosen.ifPresent(hostPorts -> {
            stock.take(spec.resources(), hostPorts);
            for (var check : checks) check.add(Field.of(check.constraint().field(), stock.offer()));
        });
        return chosen;
    }

    private boolean hasRole(Offer offer) {
        return offer.role().equals(spec.role()) && acceptsUnreserved(spec);
    }

    /// Whether it takes resources that are reserved for nobody, the only ones an [Offer] tells of:
    /// one that names its role alone wants those that are reserved for it.
    static boolean acceptsUnreserved(ApplicationSpec spec) {
        return spec.acceptedResourceRoles().map(roles -> roles.contains("*")).orElse(true);
    }

    private Optional<Judgement> constraints(Offer offer, boolean newGroupsOnly) {
        if (!anyRegion
                && !offer.region().map(rules.homeRegion().orElseThrow()::equals).orElse(true))
            return Optional.of(refused(Reason.UNFULFILLED_CONSTRAINT));
        for (var check : checks) {
            var value = Field.of(check.constraint().field(), offer);
            var verdict = check.judge(value, newGroupsOnly);
            if (verdict == Check.Verdict.LATER) return Optional.of(new Later(check));
            if (verdict == Check.Verdict.NO) {
                check.decline(value);
                return Optional.of(refused(Reason.UNFULFILLED_CONSTRAINT));
            }
        }
        return Optional.empty();
    }

    private boolean inMaintenance(Offer offer) {
        return offer.unavailability()
                .filter(window -> !rules.now().isBefore(window.start().minus(rules.draining())))
                .filter(window ->
                        window.duration()
                                .map(length -> rules.now().isBefore(window.start().plus(length)))
                                .orElse(true))
                .isPresent();
    }

    private Optional<Reason> lacking(Room room) {
        var need = spec.resources();
        if (room.cpus() < Room.thousandths(need.cpus()))
            return Optional.of(Reason.INSUFFICIENT_CPUS);
        if (room.mem() < Room.thousandths(need.mem()))
            return Optional.of(Reason.INSUFFICIENT_MEMORY);
        if (room.disk() < Room.thousandths(need.disk()))
            return Optional.of(Reason.INSUFFICIENT_DISK);
        if (room.gpus() < Room.thousandths(need.gpus()))
            return Optional.of(Reason.INSUFFICIENT_GPUS);
        if (!Ports.suffice(room.ports(), ports)) return Optional.of(Reason.INSUFFICIENT_PORTS);
        return Optional.empty();
    }

    private static Judgement refused(Reason reason) {
        return new Refused(reason);
    }

    private static boolean namesFaultDomain(Constraint constraint) {
        return constraint.field().equals("@region") || constraint.field().equals("@zone");
    }

    private static boolean restrictsGpus(ApplicationSpec spec, Rules rules) {
        return switch (spec.labels().getOrDefault("GPU_SCHEDULING_BEHAVIOR", "")) {
            case "restricted" -> true;
            case "unrestricted" -> false;
            default -> rules.gpusRestricted();
        };
    }
}
