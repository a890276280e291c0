package io.dromos.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Judges places by what was asked for alone: no two on a host, racks filled evenly, and no host
/// given more than it has. Shares nothing with what finds places, so that both cannot err alike.
final class PlacementCheck {

    private static final double EPSILON = 1e-6;

    private PlacementCheck() {}

    /// What one host has.
    ///
    /// @param rack where it stands
    /// @param firstPort the first of its ports
    /// @param lastPort the last of its ports
    record Host(
            String name,
            String rack,
            double cpus,
            double mem,
            double disk,
            int firstPort,
            int lastPort) {}

    /// Where one instance was put, and what it takes there.
    record Place(String host, double cpus, double mem, double disk, List<Integer> ports) {

        /// Copies what it is given.
        Place {
            ports = List.copyOf(ports);
        }
    }

    /// Fails unless these places keep hostname UNIQUE, rack GROUP_BY and what the hosts have. Each
    /// rack must have room for its share.
    ///
    /// @param wanted how many places were asked for
    /// @throws IllegalStateException naming all that is wrong
    static void require(Collection<Host> hosts, Collection<Place> places, int wanted) {
        var wrong = problems(hosts, places);
        if (places.size() != wanted)
            wrong.add(places.size() + " places were found for " + wanted + " instances");
        if (!wrong.isEmpty()) throw new IllegalStateException(String.join("; ", wrong));
    }

    /// All that is wrong with these places, in words.
    static List<String> problems(Collection<Host> hosts, Collection<Place> places) {
        var known = new HashMap<String, Host>();
        var racks = new TreeMap<String, Integer>();
        for (var host : hosts) {
            known.put(host.name(), host);
            racks.putIfAbsent(host.rack(), 0);
        }
        var wrong = new ArrayList<String>();
        var byHost = new TreeMap<String, List<Place>>();
        for (var place : places) {
            byHost.computeIfAbsent(place.host(), _ -> new ArrayList<>()).add(place);
            var host = known.get(place.host());
            if (host == null) wrong.add("there is no host " + place.host());
            else racks.merge(host.rack(), 1, Integer::sum);
        }
        byHost.forEach((name, there) -> {
            if (there.size() > 1) wrong.add(name + " got " + there.size() + " instances");
            var host = known.get(name);
            if (host != null) overdrawn(host, there, wrong);
        });
        uneven(racks, wrong);
        return wrong;
    }

    private static void overdrawn(Host host, List<Place> there, List<String> wrong) {
        double cpus = 0;
        double mem = 0;
        double disk = 0;
        var ports = new HashSet<Integer>();
        for (var place : there) {
            cpus += place.cpus();
            mem += place.mem();
            disk += place.disk();
            for (int port : place.ports()) {
                if (port < host.firstPort() || port > host.lastPort())
                    wrong.add(host.name() + " has no port " + port);
                if (!ports.add(port)) wrong.add(host.name() + " gave port " + port + " twice");
            }
        }
        if (cpus > host.cpus() + EPSILON
                || mem > host.mem() + EPSILON
                || disk > host.disk() + EPSILON)
            wrong.add(
                    "%s gave %s cpus, %s MiB and %s MiB of disk and has less"
                            .formatted(host.name(), cpus, mem, disk));
    }

    private static void uneven(Map<String, Integer> racks, List<String> wrong) {
        int fewest = racks.values().stream().mapToInt(it -> it).min().orElse(0);
        int most = racks.values().stream().mapToInt(it -> it).max().orElse(0);
        if (most - fewest > 1)
            wrong.add("one rack got %d instances and another %d".formatted(most, fewest));
    }
}
