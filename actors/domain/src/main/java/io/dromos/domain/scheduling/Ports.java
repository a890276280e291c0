package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.PortRange;
import io.dromos.events.spec.ApplicationSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Host ports: which a definition asks for, and which of an offer it gets.
final class Ports {
    private Ports() {}

    /// One number for each host port of a task, in the order of the definition; 0 means any port.
    static List<Integer> wanted(ApplicationSpec spec) {
        if (spec.onHostNetwork())
            return spec.portDefinitions().stream()
                    .map(definition -> spec.requirePorts() ? definition.port() : 0)
                    .toList();
        var mappings = spec.container().map(container -> container.portMappings());
        return mappings.orElse(List.of()).stream()
                .flatMap(mapping -> mapping.hostPort().stream())
                .toList();
    }

    /// Whether the ranges hold enough for them, without choosing.
    static boolean suffice(List<PortRange> free, List<Integer> wanted) {
        if (wanted.isEmpty()) return true;
        var exact = exact(wanted);
        if (!exact.stream().allMatch(port -> contains(free, port))) return false;
        long any = wanted.stream().filter(port -> port == 0).count();
        return size(free) - exact.size() >= any;
    }

    /// Chooses ports as wanted; any port is drawn by the seed. Empty if the ranges do not suffice.
    static Optional<List<Integer>> choose(List<PortRange> free, List<Integer> wanted, long seed) {
        if (!suffice(free, wanted)) return Optional.empty();
        var rest = minus(free, exact(wanted));
        var chosen = new ArrayList<Integer>(wanted.size());
        for (int port : wanted) {
            int given = port;
            if (port == 0) {
                given = nth(rest, Math.floorMod(mix(seed + chosen.size()), size(rest)));
                rest = minus(rest, List.of(given));
            }
            chosen.add(given);
        }
        return Optional.of(List.copyOf(chosen));
    }

    /// The same ports as sorted, disjoint ranges that do not touch.
    static List<PortRange> normal(List<PortRange> ranges) {
        var sorted = ranges.stream().sorted(Comparator.comparingInt(PortRange::begin)).toList();
        var result = new ArrayList<PortRange>(sorted.size());
        for (var range : sorted) {
            var last = result.isEmpty() ? null : result.getLast();
            if (last == null || range.begin() > last.end() + 1) result.add(range);
            else if (range.end() > last.end())
                result.set(result.size() - 1, new PortRange(last.begin(), range.end()));
        }
        return result;
    }

    /// Normal ranges without these ports.
    static List<PortRange> minus(List<PortRange> free, Collection<Integer> ports) {
        var result = free;
        for (int port : ports) result = minus(result, port);
        return result;
    }

    /// Normal ranges with these ports as well.
    static List<PortRange> plus(List<PortRange> free, Collection<Integer> ports) {
        if (ports.isEmpty()) return free;
        var all = new ArrayList<>(free);
        for (int port : ports) all.add(new PortRange(port, port));
        return normal(all);
    }

    static int size(List<PortRange> ranges) {
        return ranges.stream().mapToInt(PortRange::size).sum();
    }

    private static List<PortRange> minus(List<PortRange> free, int port) {
        var result = new ArrayList<PortRange>(free.size() + 1);
        for (var range : free) {
            if (!range.contains(port)) {
                result.add(range);
                continue;
            }
            if (range.begin() < port) result.add(new PortRange(range.begin(), port - 1));
            if (port < range.end()) result.add(new PortRange(port + 1, range.end()));
        }
        return result;
    }

    /// Two mappings may share a host port, one for tcp and one for udp; Mesos counts it once.
    private static Set<Integer> exact(List<Integer> wanted) {
        var exact = new LinkedHashSet<>(wanted);
        exact.remove(0);
        return exact;
    }

    private static boolean contains(List<PortRange> ranges, int port) {
        return ranges.stream().anyMatch(range -> range.contains(port));
    }

    private static int nth(List<PortRange> ranges, int index) {
        int left = index;
        for (var range : ranges) {
            if (left < range.size()) return range.begin() + left;
            left -= range.size();
        }
        throw new IllegalArgumentException("No port " + index + " in " + ranges);
    }

    /// Spreads a counter over all longs (the finisher of SplitMix64).
    private static long mix(long seed) {
        long z = (seed + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
