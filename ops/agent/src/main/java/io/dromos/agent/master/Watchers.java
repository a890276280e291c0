package io.dromos.agent.master;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The streams of operators that watch, and when each is due its next heartbeat; confined to the
/// books.
final class Watchers {
    private final Map<String, Instant> beats = new LinkedHashMap<>();

    void add(String stream, Instant now) {
        beats.put(stream, now.plus(Settings.HEARTBEAT));
    }

    void remove(String stream) {
        beats.remove(stream);
    }

    List<String> streams() {
        return List.copyOf(beats.keySet());
    }

    boolean isEmpty() {
        return beats.isEmpty();
    }

    /// The streams whose heartbeat is due; each is due again one interval after it was.
    List<String> due(Instant now) {
        List<String> due = new ArrayList<>();
        beats.replaceAll((stream, at) -> {
            if (now.isBefore(at)) {
                return at;
            }
            due.add(stream);
            return at.plus(Settings.HEARTBEAT);
        });
        return due;
    }

    /// When the next heartbeat is due, if anybody watches.
    Optional<Instant> nextBeat() {
        return beats.values().stream().min(Instant::compareTo);
    }
}
