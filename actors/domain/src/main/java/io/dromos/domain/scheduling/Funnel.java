package io.dromos.domain.scheduling;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Counts where the offers that one want looked at ended.
final class Funnel {

    private final Map<Reason, Integer> declined = new EnumMap<>(Reason.class);
    private final Map<Reason, Long> largest = new EnumMap<>(Reason.class);
    private int fitting;

    /// One offer ended at this reason.
    void decline(Reason reason, Room room) {
        declined.merge(reason, 1, Integer::sum);
        largest.merge(reason, amount(reason, room), Math::max);
    }

    /// One offer had a place.
    void fit() {
        fitting++;
    }

    int fitting() {
        return fitting;
    }

    int declined(Reason reason) {
        return declined.getOrDefault(reason, 0);
    }

    /// The most that an offer which ended at this reason had of what it asks.
    long largest(Reason reason) {
        return largest.getOrDefault(reason, 0L);
    }

    /// How many offers were looked at.
    int processed() {
        return fitting + declined.values().stream().mapToInt(count -> count).sum();
    }

    List<Refusal.Step> steps() {
        var steps = new ArrayList<Refusal.Step>();
        int processed = processed();
        for (var reason : Reason.values()) {
            steps.add(new Refusal.Step(reason, processed, declined(reason)));
            processed -= declined(reason);
        }
        return steps;
    }

    private static long amount(Reason reason, Room room) {
        return switch (reason) {
            case INSUFFICIENT_CPUS -> room.cpus();
            case INSUFFICIENT_MEMORY -> room.mem();
            case INSUFFICIENT_DISK -> room.disk();
            case INSUFFICIENT_GPUS -> room.gpus();
            case INSUFFICIENT_PORTS -> Ports.size(room.ports());
            case UNFULFILLED_ROLE,
                    UNFULFILLED_CONSTRAINT,
                    NO_CORRESPONDING_RESERVATION_FOUND,
                    AGENT_MAINTENANCE,
                    DECLINED_SCARCE_RESOURCES ->
                    0;
        };
    }
}
