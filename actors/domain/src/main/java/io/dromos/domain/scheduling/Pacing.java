package io.dromos.domain.scheduling;

import java.time.Duration;

/// How many places are asked for at a time: as many as applications plan durably in time, found out
/// as it goes. Were more asked for than can be answered before their offers close, each late answer
/// would be a plan to abandon and to make again, and a log that is busy with those answers ever
/// later.
final class Pacing {

    /// No less is ever asked for at a time, so that a slow answer stops nothing for good.
    static final int PLACES_MIN = 50;

    /// No more is ever asked for at a time.
    static final int PLACES_MAX = 20_000;

    private Pacing() {}

    /// For how many more places applications may be asked now.
    static int room(Turn turn) {
        var pace = turn.demand.pace();
        if (!turn.reached(pace.until())) return 0;
        int asked = 0;
        for (var batch : turn.book.batches().values())
            if (!batch.overdue()) asked += batch.places().size();
        return Math.max(0, pace.places() - asked);
    }

    /// A batch was answered in time. What was asked as late or later is not behind; an answer
    /// within a quarter of the time allows as much again, one beyond half of it less.
    static void keepsUp(Turn turn, Book.Batch batch) {
        var pace = turn.demand.pace();
        var good = pace.lastGood();
        var newer = good.compareTo(batch.askedAt()) > 0 ? good : batch.askedAt();
        var took = turn.now().minus(batch.askedAt());
        var within = turn.limits().confirmWithin();
        int places = pace.places();
        if (took.multipliedBy(4).compareTo(within) <= 0) places += batch.places().size();
        else if (took.multipliedBy(2).compareTo(within) > 0) places -= batch.places().size() / 2;
        turn.demand =
                turn.demand.with(
                        new Demand.Pace(newer, Duration.ZERO, Duration.ZERO, bounded(places)));
    }

    /// A batch was not answered in time. One application alone may be slow to answer; the log is
    /// slow if no batch that was asked as late has been answered in time.
    static void fallsBehind(Turn turn, Book.Batch batch) {
        var pace = turn.demand.pace();
        if (pace.lastGood().compareTo(batch.askedAt()) >= 0 || !turn.reached(pace.until())) return;
        var limits = turn.limits();
        var longer = pace.pause().isZero() ? limits.slowPause() : pace.pause().multipliedBy(2);
        var pause = longer.compareTo(limits.slowPauseMax()) < 0 ? longer : limits.slowPauseMax();
        turn.demand =
                turn.demand.with(
                        new Demand.Pace(
                                pace.lastGood(),
                                pause,
                                turn.now().plus(pause),
                                bounded(pace.places() / 2)));
    }

    private static int bounded(int places) {
        return Math.clamp(places, PLACES_MIN, PLACES_MAX);
    }
}
