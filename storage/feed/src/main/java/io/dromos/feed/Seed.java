package io.dromos.feed;

import io.dromos.events.state.State;
import io.dromos.journal.Position;
import java.util.Map;
import java.util.UUID;

/// What views start from: states that were folded before, up to one place in the log.
///
/// @param position the last record folded
/// @param states by persistence id; aggregates that are not named have not written yet
public record Seed(Position position, Map<String, Folded<State>> states) {

    /// Copies the map.
    public Seed {
        states = Map.copyOf(states);
    }

    /// Nothing was folded: views read the whole log.
    public static Seed nothing(UUID incarnation) {
        return new Seed(Position.start(incarnation), Map.of());
    }
}
