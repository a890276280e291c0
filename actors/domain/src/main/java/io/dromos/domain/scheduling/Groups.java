package io.dromos.domain.scheduling;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Counts per value during one placement: those told by the application, and those added since.
final class Groups {

    private final Map<String, Integer> before;
    private final Map<String, Integer> added = new HashMap<>();
    private final TreeMap<Integer, Integer> groupsOfSize = new TreeMap<>();
    private int groups;

    Groups(Map<String, Integer> before) {
        this.before = before;
        groups = before.size();
        for (int count : before.values()) groupsOfSize.merge(count, 1, Integer::sum);
    }

    int count(String value) {
        // Its getOrDefault looks through all of them for a value that is not there, as most are not
        // where each may be used once.
        var told = before.get(value);
        return (told == null ? 0 : told) + added.getOrDefault(value, 0);
    }

    /// How many values are in use.
    int groups() {
        return groups;
    }

    /// The size of the smallest group, 0 if there is none.
    int smallest() {
        return groupsOfSize.isEmpty() ? 0 : groupsOfSize.firstKey();
    }

    /// How many groups are larger than this.
    int largerThan(int size) {
        return groupsOfSize.tailMap(size, false).values().stream().mapToInt(n -> n).sum();
    }

    /// The value of the first instance placed, if there is one.
    Optional<String> first() {
        if (!before.isEmpty()) return Optional.of(before.keySet().iterator().next());
        return added.keySet().stream().findFirst();
    }

    void add(String value) {
        int count = count(value);
        if (count == 0) groups++;
        else groupsOfSize.computeIfPresent(count, (size, n) -> n == 1 ? null : n - 1);
        groupsOfSize.merge(count + 1, 1, Integer::sum);
        added.merge(value, 1, Integer::sum);
    }
}
