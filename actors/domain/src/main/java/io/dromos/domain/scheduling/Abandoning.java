package io.dromos.domain.scheduling;

import io.dromos.events.AppId;
import io.dromos.events.TaskId;

/// Plans that end without a launch: *abandoned*.
final class Abandoning {

    private static final int IN_A_ROW = 3;

    private Abandoning() {}

    /// Without a delay of the next launch.
    static void abandon(Turn turn, TaskId task, String why) {
        tell(turn, task, false, why);
    }

    static void abandonWithDelay(Turn turn, TaskId task, String why) {
        tell(turn, task, true, why);
    }

    /// protocols 2.8: an offer or an agent that went away costs no delay, three times in a row.
    static void lost(Turn turn, TaskId task, String why) {
        int before = turn.abandoned.inARow().getOrDefault(task.app(), 0);
        turn.abandoned = turn.abandoned.lostAgain(task.app());
        tell(turn, task, before >= IN_A_ROW, why);
    }

    static void stored(Turn turn, SchedulerInput.AbandonStored stored) {
        turn.abandoned = turn.abandoned.minus(stored.task());
    }

    /// protocols 2.3: a task the book does not know, in the same epoch, is abandoned.
    static void undecided(Turn turn, SchedulerInput.Undecided undecided) {
        for (var plan : undecided.plans()) {
            if (turn.book.tasks().containsKey(plan.task())) continue;
            if (turn.questions.open().containsKey(plan.task())) continue;
            // Somebody newer made it; we will hear of that soon enough.
            if (plan.epoch() > turn.link.epoch()) continue;
            if (turn.abandoned.open().containsKey(plan.task())) tellAgain(turn, plan.task());
            else if (turn.link.mayPlan() && plan.epoch() == turn.link.epoch())
                unknown(turn, undecided.app(), plan.task());
            // protocols 2.7: one of an earlier epoch waits for Mesos' word.
            else
                turn.questions =
                        turn.questions.plus(
                                plan.task(), plan.agent(), !plan.seen(), Reconciling.soon(turn));
        }
    }

    static void tellAgain(Turn turn, TaskId task) {
        var open = turn.abandoned.open().get(task);
        if (open == null) return;
        turn.abandoned = turn.abandoned.plus(open.tell(), turn.now());
        turn.emit(open.tell());
    }

    /// protocols 2.2: repeated until the application says it is durable.
    static void tick(Turn turn) {
        for (var entry : turn.abandoned.open().entrySet())
            if (turn.passed(entry.getValue().toldAt(), turn.limits().repeat()))
                tellAgain(turn, entry.getKey());
    }

    private static void unknown(Turn turn, AppId app, TaskId task) {
        // Its confirmation may be on the way; the batch is asked about until it is answered.
        if (turn.book.batches().containsKey(app)) return;
        abandon(turn, task, "the scheduler never learned of the plan");
    }

    private static void tell(Turn turn, TaskId task, boolean penalty, String why) {
        turn.book = turn.book.without(task);
        turn.questions = turn.questions.minus(task);
        var tell = new Effect.TellAbandoned(task.app(), task, penalty, why);
        turn.abandoned = turn.abandoned.plus(tell, turn.now());
        turn.emit(tell);
    }
}
