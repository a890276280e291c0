package io.dromos.discovery;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/// A zone whose records are worked out for whoever asks for a name of it first.
///
/// Where that took long the last time, nobody waits for it: it is done beside, and until then the
/// zone before this one answers.
final class ComingZone {

    /// So long one question may keep others waiting, in nanoseconds.
    static final long QUICK = 20_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(ComingZone.class);

    private final Name apex;
    private final Semaphore beside;
    private final Optional<Zone> former;
    private Supplier<Zone> zone;
    private Optional<Zone> made = Optional.empty();
    private long cost;

    /// @param domain its name
    /// @param records asked once; if that fails, again by the next one
    ComingZone(String domain, Supplier<Records> records) {
        this(Zone.name(domain), records, new Semaphore(1), Optional.empty(), 0);
    }

    private ComingZone(
            Name apex,
            Supplier<Records> records,
            Semaphore beside,
            Optional<Zone> former,
            long cost) {
        this.apex = apex;
        this.zone = () -> new Zone(records.get());
        this.beside = beside;
        this.former = former;
        this.cost = cost;
    }

    /// The zone that comes after this one.
    synchronized ComingZone next(String domain, Supplier<Records> records) {
        var name = Zone.name(domain);
        var last = name.equals(apex) ? made.or(() -> former) : Optional.<Zone>empty();
        return new ComingZone(name, records, beside, last, cost);
    }

    /// Whether the name is the zone's to answer for. Works nothing out.
    boolean holds(Name name) {
        return name.subdomain(apex);
    }

    /// The zone itself, or the one before while it is worked out.
    Zone here() {
        Supplier<Zone> maker;
        synchronized (this) {
            if (made.isPresent()) return made.get();
            if (former.isEmpty() || cost <= QUICK) return make(zone);
            maker = zone;
        }
        if (beside.tryAcquire())
            Thread.ofVirtual()
                    .name("names")
                    .start(() -> {
                        try {
                            make(maker);
                        } catch (RuntimeException e) {
                            LOG.warn("Names cannot be worked out; those of before are answered", e);
                        } finally {
                            beside.release();
                        }
                    });
        return former.get();
    }

    private Zone make(Supplier<Zone> maker) {
        long began = System.nanoTime();
        var ready = maker.get();
        synchronized (this) {
            cost = System.nanoTime() - began;
            made = Optional.of(ready);
            // What it was made from may be large, and is let go.
            zone = () -> ready;
        }
        return ready;
    }
}
