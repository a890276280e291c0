package io.dromos.checks.cuts;

import io.dromos.server.crash.CrashPoint;
import io.dromos.server.crash.CrashPoint.Effect;
import io.dromos.server.crash.CrashPoint.Moment;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// At which of its writes the server is to die: few are spread over all of them, many reach each.
/// How many a change has is learned from those that were not reached.
final class GroupPlaces {

    /// Steps of this part of the whole spread evenly, however many are made.
    private static final double STEP = (Math.sqrt(5) - 1) / 2;

    private final Map<GroupAct, Integer> writes = new EnumMap<>(GroupAct.class);
    private final Map<Side, Set<Integer>> tried = new HashMap<>();
    private double step;

    private record Side(GroupAct act, Moment moment) {}

    GroupPlaces(SplittableRandom random) {
        step = random.nextDouble();
    }

    /// A place of this change that was not tried yet; once all were, they are tried again.
    CrashPoint next(GroupAct act, Moment moment) {
        step = (step + STEP) % 1;
        int all = writes(act);
        var old = tried.computeIfAbsent(new Side(act, moment), _ -> new HashSet<>());
        if (old.size() >= all) old.clear();
        int count = 1 + (int) (step * all);
        while (!old.add(count)) count = count % all + 1;
        return new CrashPoint(Effect.PERSIST, moment, count);
    }

    /// The change was over, and settled, before the server came to it.
    void missed(GroupAct act, CrashPoint point) {
        int most = Math.max(1, Math.min(writes(act), point.count() - 1));
        writes.put(act, most);
        tried.forEach((side, old) -> old.removeIf(count -> side.act() == act && count > most));
    }

    /// How many writes the change has, as far as is known.
    int writes(GroupAct act) {
        return writes.getOrDefault(act, act.writesMax());
    }
}
