package io.dromos.mesos;

import io.dromos.domain.mesos.Offer;
import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.PortRange;
import io.dromos.domain.mesos.Unavailability;
import io.dromos.events.AgentId;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos;

/// Turns Mesos' offers into the domain's.
final class OfferTranslation {

    private static final int MAX_PORT = 65_535;
    private static final String ANY_ROLE = "*";

    private OfferTranslation() {}

    /// The offer in the domain's terms. Only unreserved resources on the root disk count.
    static Offer translate(Protos.Offer offer) {
        var free = offer.getResourcesList().stream().filter(OfferTranslation::isSpendable).toList();
        return new Offer(
                new OfferId(offer.getId().getValue()),
                new AgentId(offer.getAgentId().getValue()),
                offer.getHostname(),
                address(offer),
                role(offer),
                sum(free, "cpus"),
                sum(free, "mem"),
                sum(free, "disk"),
                sum(free, "gpus"),
                ports(free),
                attributes(offer.getAttributesList()),
                domain(offer)
                        .filter(Protos.DomainInfo.FaultDomain::hasRegion)
                        .map(d -> d.getRegion().getName()),
                domain(offer)
                        .filter(Protos.DomainInfo.FaultDomain::hasZone)
                        .map(d -> d.getZone().getName()),
                unavailability(offer));
    }

    /// We subscribe with RESERVATION_REFINEMENT, so a reservation shows in these fields alone.
    private static boolean isSpendable(Protos.Resource resource) {
        boolean reserved = resource.getReservationsCount() > 0;
        boolean elsewhere =
                resource.hasDisk()
                        && (resource.getDisk().hasPersistence()
                                || resource.getDisk().hasVolume()
                                || resource.getDisk().hasSource());
        return !reserved && !elsewhere && !resource.hasRevocable() && !resource.hasShared();
    }

    private static String address(Protos.Offer offer) {
        var address = offer.getUrl().getAddress();
        return address.getIp().isEmpty() ? offer.getHostname() : address.getIp();
    }

    private static String role(Protos.Offer offer) {
        return offer.getAllocationInfo().hasRole() ? offer.getAllocationInfo().getRole() : ANY_ROLE;
    }

    private static double sum(List<Protos.Resource> resources, String name) {
        return resources.stream()
                .filter(r -> r.getName().equals(name))
                .mapToDouble(r -> r.getScalar().getValue())
                .sum();
    }

    private static List<PortRange> ports(List<Protos.Resource> resources) {
        return resources.stream()
                .filter(r -> r.getName().equals("ports"))
                .flatMap(r -> r.getRanges().getRangeList().stream())
                .filter(r -> r.getBegin() >= 0 && r.getBegin() <= MAX_PORT)
                .filter(r -> r.getEnd() < 0 || r.getEnd() >= r.getBegin())
                .map(r -> new PortRange((int) r.getBegin(), lastPort(r.getEnd())))
                .toList();
    }

    /// The wire's numbers are unsigned: a negative one is beyond every port.
    private static int lastPort(long end) {
        return end < 0 || end > MAX_PORT ? MAX_PORT : (int) end;
    }

    /// Each attribute as Marathon prints it for constraints; of two with one name the first counts.
    static Map<String, String> attributes(List<Protos.Attribute> attributes) {
        var texts = new LinkedHashMap<String, String>();
        for (var attribute : attributes) texts.putIfAbsent(attribute.getName(), text(attribute));
        return texts;
    }

    private static String text(Protos.Attribute attribute) {
        return switch (attribute.getType()) {
            case SCALAR -> scalar(attribute.getScalar().getValue());
            case RANGES ->
                    attribute.getRanges().getRangeList().stream()
                            .sorted(Comparator.comparingLong(Protos.Value.Range::getBegin))
                            .map(r -> r.getBegin() + "-" + r.getEnd())
                            .collect(Collectors.joining(",", "[", "]"));
            case SET ->
                    attribute.getSet().getItemList().stream()
                            .sorted()
                            .collect(Collectors.joining(",", "{", "}"));
            case TEXT -> attribute.getText().getValue();
        };
    }

    private static String scalar(double value) {
        var format = new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setRoundingMode(RoundingMode.HALF_EVEN);
        return format.format(value);
    }

    private static Optional<Protos.DomainInfo.FaultDomain> domain(Protos.Offer offer) {
        return offer.getDomain().hasFaultDomain()
                ? Optional.of(offer.getDomain().getFaultDomain())
                : Optional.empty();
    }

    private static Optional<Unavailability> unavailability(Protos.Offer offer) {
        if (!offer.hasUnavailability()) return Optional.empty();
        var window = offer.getUnavailability();
        var start = Instant.EPOCH.plusNanos(window.getStart().getNanoseconds());
        return Optional.of(
                new Unavailability(
                        start,
                        window.hasDuration()
                                ? Optional.of(
                                        Duration.ofNanos(window.getDuration().getNanoseconds()))
                                : Optional.empty()));
    }
}
