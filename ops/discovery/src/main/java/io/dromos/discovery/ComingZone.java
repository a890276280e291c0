package io.dromos.discovery;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/// A zone whose records are worked out for whoever asks for a name of it first.
///
/// Where that took long the last time it is done beside, and until then the newest zone that was
/// worked out answers, unless another came in its place more than [#STALE] ago: then whoever asks
/// waits.
final class ComingZone {

    /// So long one question may keep others waiting, in nanoseconds.
    static final long QUICK = 20_000_000;

    /// So long after another came in its place a zone may still answer, in nanoseconds.
    static final long STALE = 1_000_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(ComingZone.class);

    /// What all zones of one name share, whichever came first.
    private static final class Line {
        final Semaphore beside = new Semaphore(1);
        Optional<ComingZone> newest = Optional.empty();
        long cost;

        synchronized void done(ComingZone zone, long took) {
            cost = took;
            if (newest.filter(it -> it.number > zone.number).isEmpty()) newest = Optional.of(zone);
        }

        synchronized Optional<Zone> instead() {
            return cost <= QUICK
                    ? Optional.empty()
                    : newest.filter(it -> !it.isStale()).flatMap(it -> it.made);
        }
    }

    private final Name apex;
    private final Line line;
    private final long number;
    private Supplier<Zone> zone;
    private volatile Optional<Zone> made = Optional.empty();
    private volatile Optional<Long> replacedAt = Optional.empty();

    /// @param domain its name
    /// @param records asked once; if that fails, again by the next one
    ComingZone(String domain, Supplier<Records> records) {
        this(Zone.name(domain), records, new Line(), 0);
    }

    private ComingZone(Name apex, Supplier<Records> records, Line line, long number) {
        this.apex = apex;
        this.zone = () -> new Zone(records.get());
        this.line = line;
        this.number = number;
    }

    /// The zone that comes in its place.
    ComingZone next(String domain, Supplier<Records> records) {
        var name = Zone.name(domain);
        replacedAt = Optional.of(System.nanoTime());
        return new ComingZone(name, records, name.equals(apex) ? line : new Line(), number + 1);
    }

    private boolean isStale() {
        return replacedAt.filter(at -> System.nanoTime() - at > STALE).isPresent();
    }

    /// Whether the name is the zone's to answer for. Works nothing out.
    boolean holds(Name name) {
        return name.subdomain(apex);
    }

    /// The zone itself, or the newest there is while it is worked out.
    Zone here() {
        if (made.isPresent()) return made.get();
        var instead = line.instead();
        if (instead.isEmpty()) return make();
        if (line.beside.tryAcquire())
            Thread.ofVirtual()
                    .name("names")
                    .start(() -> {
                        try {
                            make();
                        } catch (RuntimeException e) {
                            LOG.warn("Names cannot be worked out; those of before are answered", e);
                        } finally {
                            line.beside.release();
                        }
                    });
        return instead.get();
    }

    /// Whoever comes meanwhile waits.
    private synchronized Zone make() {
        if (made.isPresent()) return made.get();
        long began = System.nanoTime();
        var ready = zone.get();
        made = Optional.of(ready);
        // What it was made from may be large, and is let go.
        zone = () -> ready;
        line.done(this, System.nanoTime() - began);
        return ready;
    }
}
