package io.dromos.discovery;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The content of the zone at one moment, immutable. Names are without the dot at the end; their
/// case does not matter.
public final class Records {

    /// What a name leads to.
    public sealed interface Entry {}

    /// An A or AAAA record.
    public record Address(InetAddress address) implements Entry {}

    /// An SRV record with priority 0 and weight 1.
    public record Service(int port, String target) implements Entry {}

    private final String domain;
    private final Duration timeToLive;
    private final long serial;
    private final boolean loaded;
    private final Map<String, List<Entry>> cluster;
    private final TaskNames tasks;
    private final Set<String> parents;
    private final ConcurrentHashMap<String, List<Entry>> workedOut = new ConcurrentHashMap<>();

    private Records(
            String domain,
            Duration timeToLive,
            long serial,
            boolean loaded,
            Map<String, List<Entry>> cluster,
            TaskNames tasks) {
        this.domain = domain;
        this.timeToLive = timeToLive;
        this.serial = serial & 0xffffffffL;
        this.loaded = loaded;
        this.cluster = Map.copyOf(cluster);
        this.tasks = tasks;
        this.parents = new Parents(domain).addAll(cluster.keySet()).addAll(tasks.names()).all();
    }

    /// A zone of which nothing is known yet: asking for a name in it fails instead of being denied,
    /// for a denial may be kept.
    public static Records unknown(String domain) {
        return new Records(
                domain, Duration.ZERO, 0, false, Map.of(), TaskNames.of(List.of(), domain, domain));
    }

    static Records of(
            Naming naming, long serial, Map<String, List<Entry>> cluster, TaskNames tasks) {
        return new Records(naming.domain(), naming.timeToLive(), serial, true, cluster, tasks);
    }

    /// The zone's name.
    public String domain() {
        return domain;
    }

    /// How long an answer may be kept.
    public Duration timeToLive() {
        return timeToLive;
    }

    /// The zone's serial number, 32 bits.
    public long serial() {
        return serial;
    }

    /// Whether the content is known at all.
    public boolean loaded() {
        return loaded;
    }

    /// What the name leads to, each once; empty when there is nothing. Worked out once.
    public List<Entry> at(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        List<Entry> known = workedOut.get(key);
        if (known != null) {
            return known;
        }
        Set<Entry> found = new LinkedHashSet<>(cluster.getOrDefault(key, List.of()));
        tasks.at(key).forEach(found::add);
        List<Entry> entries = List.copyOf(found);
        if (!entries.isEmpty()) { // so that there are never more than names that exist
            workedOut.put(key, entries);
        }
        return entries;
    }

    /// Whether the name has entries or stands above one that has.
    public boolean has(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        return key.equals(domain) || parents.contains(key) || !at(key).isEmpty();
    }
}
