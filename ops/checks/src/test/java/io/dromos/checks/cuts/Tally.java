package io.dromos.checks.cuts;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.server.crash.CrashPoint;
import io.dromos.server.crash.CrashPoint.Effect;
import io.dromos.server.crash.CrashPoint.Moment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What was cut how often, and how often a crash point was waited for in vain: then the server was
/// killed all the same, but nowhere in particular.
final class Tally {

    /// So many cuts meet each point more than once.
    private static final int LONG_RUN = 50;

    private final Map<String, Integer> cuts = new TreeMap<>();
    private final Map<String, Integer> inVain = new TreeMap<>();

    Tally() {
        for (var effect : Effect.values())
            for (var moment : Moment.values()) {
                var kind = new Cut.AtPoint(new CrashPoint(effect, moment, 1)).kind();
                cuts.put(kind, 0);
                inVain.put(kind, 0);
            }
    }

    /// The server reached its point, or whoever was to die did.
    void carriedOut(Cut cut) {
        cuts.merge(cut.kind(), 1, Integer::sum);
    }

    /// The server did not reach its point and was killed.
    void notReached(Cut cut) {
        cuts.merge(cut.kind(), 1, Integer::sum);
        inVain.merge(cut.kind(), 1, Integer::sum);
    }

    /// How many cuts there were.
    int all() {
        return cuts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// Fails if points were not reached for another reason than chance and a slow machine: all of
    /// them, or in a long run one of them always or most of them.
    void check() {
        int wanted = inVain.keySet().stream().mapToInt(point -> cuts.getOrDefault(point, 0)).sum();
        int missed = inVain.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(missed)
                .as("points not reached, of %d: %s", wanted, inVain)
                .isLessThan(all() >= LONG_RUN ? (wanted + 1) / 2 : Math.max(2, wanted));
        if (all() >= LONG_RUN)
            assertThat(neverReached()).as("points that no server reached").isEmpty();
    }

    private List<String> neverReached() {
        return inVain.keySet().stream()
                .filter(point -> cuts.getOrDefault(point, 0) <= inVain.getOrDefault(point, 0))
                .toList();
    }

    /// Rows of a table: what, how often, and how often in vain.
    String rows() {
        return cuts.entrySet().stream()
                .map(entry ->
                        "| %s | %d | %s |"
                                .formatted(
                                        entry.getKey(),
                                        entry.getValue(),
                                        inVain.containsKey(entry.getKey())
                                                ? inVain.get(entry.getKey())
                                                : "–"))
                .collect(Collectors.joining("\n"));
    }
}
