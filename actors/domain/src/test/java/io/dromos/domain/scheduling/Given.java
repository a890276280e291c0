package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.Offer;
import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.PortRange;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Constraint;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Offers, definitions and wants to test with.
final class Given {

    static final Version VERSION = new Version(Instant.parse("2020-01-01T00:00:00Z"));

    private Given() {}

    static Lot lot(String name, double cpus, double mem) {
        return Lot.of(offer(name, cpus, mem));
    }

    static Offer offer(String name, double cpus, double mem) {
        return offer(name, cpus, mem, Map.of());
    }

    /// An offer of the agent of this name, with a hundred ports.
    static Offer offer(String name, double cpus, double mem, Map<String, String> attributes) {
        return new Offer(
                new OfferId("offer-" + name),
                new AgentId("agent-" + name),
                name,
                "127.0.0.1",
                "*",
                cpus,
                mem,
                1000,
                0,
                List.of(new PortRange(31_000, 31_099)),
                attributes,
                Optional.empty(),
                Optional.empty());
    }

    static ApplicationSpec spec(double cpus, double mem) {
        return withResources(ApplicationSpec.ofCommand("sleep 1"), new Resources(cpus, mem, 0, 0));
    }

    static ApplicationSpec constrained(int instances, Constraint... constraints) {
        return spec(0.1, 10).withInstances(instances).withConstraints(List.of(constraints));
    }

    static Constraint constraint(String field, Constraint.Operator operator) {
        return new Constraint(field, operator, Optional.empty());
    }

    static Constraint constraint(String field, Constraint.Operator operator, String value) {
        return new Constraint(field, operator, Optional.of(value));
    }

    static ApplicationSpec withPorts(ApplicationSpec spec, boolean required, Integer... ports) {
        var definitions =
                List.of(ports).stream()
                        .map(port -> new PortDefinition(port, "tcp", Optional.empty(), Map.of()))
                        .toList();
        return rebuilt(spec.withPorts(definitions, spec.container()), spec.resources(), required);
    }

    static ApplicationSpec withResources(ApplicationSpec spec, Resources resources) {
        return rebuilt(spec, resources, spec.requirePorts());
    }

    static Want want(String app, ApplicationSpec spec, int count) {
        return new Want(new AppId(app), VERSION, spec, VERSION, count, Tally.EMPTY);
    }

    static Want beside(Want want, ApplicationFact.Placement... placed) {
        var tally = Tally.of(want.spec().constraints(), List.of(placed));
        return new Want(
                want.app(), want.version(), want.spec(), want.config(), want.count(), tally);
    }

    static ApplicationFact.Placement at(Offer offer) {
        return new ApplicationFact.Placement(
                offer.agent(),
                offer.host(),
                offer.ip(),
                List.of(),
                offer.attributes(),
                offer.region(),
                offer.zone());
    }

    static ApplicationSpec accepting(String role, List<String> roles) {
        var spec = spec(1, 1).withRole(role);
        return rebuilt(spec, spec.resources(), spec.requirePorts(), Optional.of(roles));
    }

    static Offer withRegion(Offer offer, String region) {
        return rebuilt(offer, offer.role(), offer.gpus(), Optional.of(region), offer.zone());
    }

    static Offer within(Offer offer, String region, String zone) {
        return rebuilt(offer, offer.role(), offer.gpus(), Optional.of(region), Optional.of(zone));
    }

    static Offer withRole(Offer offer, String role) {
        return rebuilt(offer, role, offer.gpus(), offer.region(), offer.zone());
    }

    static Offer withGpus(Offer offer, double gpus) {
        return rebuilt(offer, offer.role(), gpus, offer.region(), offer.zone());
    }

    private static Offer rebuilt(
            Offer offer, String role, double gpus, Optional<String> region, Optional<String> zone) {
        return new Offer(
                offer.id(),
                offer.agent(),
                offer.host(),
                offer.ip(),
                role,
                offer.cpus(),
                offer.mem(),
                offer.disk(),
                gpus,
                offer.ports(),
                offer.attributes(),
                region,
                zone,
                offer.unavailability());
    }

    private static ApplicationSpec rebuilt(
            ApplicationSpec spec, Resources resources, boolean requirePorts) {
        return rebuilt(spec, resources, requirePorts, spec.acceptedResourceRoles());
    }

    private static ApplicationSpec rebuilt(
            ApplicationSpec spec,
            Resources resources,
            boolean requirePorts,
            Optional<List<String>> accepted) {
        return new ApplicationSpec(
                spec.cmd(),
                spec.args(),
                spec.instances(),
                resources,
                spec.env(),
                spec.labels(),
                spec.constraints(),
                spec.container(),
                spec.networks(),
                spec.portDefinitions(),
                requirePorts,
                spec.fetch(),
                spec.upgradeStrategy(),
                spec.backoff(),
                spec.killSelection(),
                spec.unreachable(),
                spec.killGracePeriod(),
                spec.dependencies(),
                spec.user(),
                spec.role(),
                accepted,
                spec.executor(),
                spec.health());
    }
}
