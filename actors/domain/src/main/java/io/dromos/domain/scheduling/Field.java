package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.Offer;
import io.dromos.events.facts.ApplicationFact;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a constraint's field reads, of an offer or of an instance that was placed.
final class Field {
    private Field() {}

    /// Null if the agent does not have it.
    static @Nullable String of(String field, Offer offer) {
        return of(field, offer.host(), offer.region(), offer.zone(), offer.attributes());
    }

    /// Null if the agent does not have it.
    static @Nullable String of(String field, ApplicationFact.Placement placed) {
        return of(field, placed.host(), placed.region(), placed.zone(), placed.attributes());
    }

    /// What people call several values of the field.
    static String plural(String field, int count) {
        var one = singular(field);
        return count == 1 ? one : one + "s";
    }

    private static String singular(String field) {
        return switch (field) {
            case "hostname", "@hostname" -> "host";
            case "@region" -> "region";
            case "@zone" -> "zone";
            default -> field + " value";
        };
    }

    private static @Nullable String of(
            String field,
            String host,
            Optional<String> region,
            Optional<String> zone,
            Map<String, String> attributes) {
        return switch (field) {
            case "hostname", "@hostname" -> host;
            case "@region" -> region.orElse(null);
            case "@zone" -> zone.orElse(null);
            default -> attributes.get(field);
        };
    }
}
