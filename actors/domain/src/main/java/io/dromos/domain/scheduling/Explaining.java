package io.dromos.domain.scheduling;

import io.dromos.events.AppId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps what people are told about waiting wants true: judged by the last offer of every agent, a
/// few applications at a time.
final class Explaining {

    /// At how many offers is looked in one tick, for all applications together; one application is
    /// explained whole.
    private static final int LOOKS_PER_TICK = 20_000;

    private Explaining() {}

    static void tick(Turn turn) {
        var lots = List.copyOf(turn.demand.seen().values());
        var apps = next(turn, LOOKS_PER_TICK / Math.max(1, lots.size()));
        if (apps.isEmpty()) return;
        for (var app : apps) {
            var open = turn.demand.wants().get(app);
            if (open == null) continue;
            show(turn, app, open.wants().stream().map(want -> explain(turn, lots, want)).toList());
        }
        turn.demand = turn.demand.explained(Optional.of(apps.getLast()));
    }

    private static Refusal explain(Turn turn, List<Lot> lots, Want want) {
        var refusal = Placement.explain(lots, want, turn.rules());
        return Joining.sentence(turn, want.spec().role())
                .map(refusal::withSentence)
                .orElse(refusal);
    }

    /// The application waits for nothing.
    static void clear(Turn turn, AppId app) {
        show(turn, app, List.of());
    }

    private static void show(Turn turn, AppId app, List<Refusal> refusals) {
        if (turn.demand.shown().getOrDefault(app, List.of()).equals(refusals)) return;
        turn.demand = turn.demand.show(app, refusals);
        turn.emit(new Effect.ShowRefusals(app, refusals));
    }

    /// The next applications in turn that wait and are not just being served.
    private static List<AppId> next(Turn turn, int most) {
        var wants = turn.demand.wants();
        var apps = new ArrayList<AppId>();
        var last = turn.demand.explainedTo();
        last.ifPresent(app -> apps.addAll(wants.tailMap(app, false).keySet()));
        last.ifPresentOrElse(
                app -> apps.addAll(wants.headMap(app, true).keySet()),
                () -> apps.addAll(wants.keySet()));
        apps.removeIf(turn.book.batches()::containsKey);
        int max = Math.min(turn.limits().explainPerTick(), Math.max(1, most));
        return List.copyOf(apps.subList(0, Math.min(apps.size(), max)));
    }
}
