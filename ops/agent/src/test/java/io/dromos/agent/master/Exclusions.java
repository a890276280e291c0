package io.dromos.agent.master;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// What of one recording ours does otherwise on purpose. Each rule must be needed: one that no
/// difference calls for is stale.
public final class Exclusions {
    private final Map<String, String> reasons = new LinkedHashMap<>();
    private final Set<String> needed = new LinkedHashSet<>();

    /// The rules for this recording.
    public static Exclusions of(String recording) throws IOException {
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
    public boolean cover(String subject) {
        if (reasons.containsKey(subject)) {
            needed.add(subject);
            return true;
        }
        return false;
    }

    /// Rules for places of this kind that nothing called for.
    public Set<String> stale(Predicate<String> kind) {
        Set<String> stale = new LinkedHashSet<>(reasons.keySet());
        stale.removeAll(needed);
        stale.removeIf(kind.negate());
        return stale;
    }
}
