package io.dromos.discovery;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The content of the zone at one moment, immutable. Names are in lower case and without the dot at
/// the end.
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
    private final Map<String, List<Entry>> entries;
    private final Set<String> parents;

    private Records(
            String domain,
            Duration timeToLive,
            long serial,
            boolean loaded,
            Map<String, List<Entry>> entries) {
        this.domain = domain;
        this.timeToLive = timeToLive;
        this.serial = serial;
        this.loaded = loaded;
        this.entries = entries;
        this.parents = parentsOf(entries.keySet(), domain);
    }

    /// A zone of which nothing is known yet: asking for a name in it fails instead of being denied,
    /// for a denial may be kept.
    public static Records unknown(String domain) {
        return new Records(domain, Duration.ZERO, 0, false, Map.of());
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

    /// What the name leads to; empty when there is nothing.
    public List<Entry> at(String name) {
        return entries.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /// Whether the name has entries or stands above one that has.
    public boolean has(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        return key.equals(domain) || entries.containsKey(key) || parents.contains(key);
    }

    /// All names that have entries.
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    private static Set<String> parentsOf(Set<String> names, String domain) {
        var parents = new HashSet<String>();
        for (String name : names) {
            int dot = name.indexOf('.');
            while (dot >= 0) {
                String parent = name.substring(dot + 1);
                if (parent.length() <= domain.length() || !parents.add(parent)) {
                    break;
                }
                dot = name.indexOf('.', dot + 1);
            }
        }
        return parents;
    }

    /// Gathers entries; of equal ones under one name only the first stays.
    static final class Gathering {

        private static final int NAME_MAX = 253;
        private static final int LABEL_MAX = 63;

        private final Map<String, LinkedHashSet<Entry>> entries = new HashMap<>();

        /// Adds an entry. A name that no DNS message can carry is left out.
        void add(String name, Entry entry) {
            String key = name.toLowerCase(Locale.ROOT);
            if (isCarriable(key)) {
                entries.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(entry);
            }
        }

        Records records(String domain, Duration timeToLive, long serial) {
            var frozen = new HashMap<String, List<Entry>>(entries.size() * 2);
            entries.forEach((name, found) -> frozen.put(name, List.copyOf(found)));
            return new Records(domain, timeToLive, serial & 0xffffffffL, true, frozen);
        }

        private static boolean isCarriable(String name) {
            if (name.isEmpty() || name.length() > NAME_MAX) {
                return false;
            }
            int start = 0;
            while (start <= name.length()) {
                int dot = name.indexOf('.', start);
                int end = dot < 0 ? name.length() : dot;
                if (end == start || end - start > LABEL_MAX) {
                    return false;
                }
                start = end + 1;
            }
            return name.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
        }
    }
}
