package io.dromos.agent.master;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What of one recording ours does otherwise on purpose. Each rule must be needed: one that no
/// difference calls for is stale.
final class Exclusions {
    private final Map<String, String> reasons = new LinkedHashMap<>();
    private final Set<String> needed = new LinkedHashSet<>();

    static Exclusions of(String recording) throws IOException {
        Exclusions exclusions = new Exclusions();
        for (String line : Recording.text("/mesos/exclusions.txt").lines().toList()) {
            String[] words = line.split(" ", 3);
            if (words[0].equals(recording)) {
                exclusions.reasons.put(words[1], words[2]);
            }
        }
        return exclusions;
    }

    /// Whether there is a rule for this place; it counts as needed from now on.
    boolean cover(String subject) {
        if (reasons.containsKey(subject)) {
            needed.add(subject);
            return true;
        }
        return false;
    }

    /// Whether there is a rule for this place.
    boolean name(String subject) {
        return reasons.containsKey(subject);
    }

    /// Rules that nothing called for.
    Set<String> stale() {
        Set<String> stale = new LinkedHashSet<>(reasons.keySet());
        stale.removeAll(needed);
        return stale;
    }
}
