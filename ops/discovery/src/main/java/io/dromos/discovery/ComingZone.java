package io.dromos.discovery;

import java.util.function.Supplier;
import org.xbill.DNS.Name;

/// A zone whose records are worked out for whoever asks for a name of it first.
final class ComingZone {

    private final Name apex;
    private Supplier<Zone> zone;

    /// @param domain its name
    /// @param records asked once; if that fails, again by the next one
    ComingZone(String domain, Supplier<Records> records) {
        this.apex = Zone.name(domain);
        this.zone = () -> new Zone(records.get());
    }

    /// Whether the name is the zone's to answer for. Works nothing out.
    boolean holds(Name name) {
        return name.subdomain(apex);
    }

    /// The zone itself. Whoever comes while it is worked out waits.
    synchronized Zone here() {
        var made = zone.get();
        // What it was made from may be large, and is let go.
        zone = () -> made;
        return made;
    }
}
