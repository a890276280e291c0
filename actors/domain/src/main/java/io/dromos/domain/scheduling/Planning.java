package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.OfferId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/// From wants to plans: what is wanted, and what becomes of what applications were asked to plan:
/// *asked → confirmed*.
final class Planning {

    private Planning() {}

    static void wanted(Turn turn, SchedulerInput.Wanted wanted) {
        var wants = wanted.wants().stream().filter(want -> want.count() > 0).toList();
        if (wants.isEmpty()) {
            turn.demand = turn.demand.close(wanted.app());
            Explaining.clear(turn, wanted.app());
            return;
        }
        var open = new Demand.Open(wanted.revision(), wants);
        // What is only repeated was tried already.
        if (open.equals(turn.demand.wants().get(wanted.app()))) return;
        turn.demand = turn.demand.want(wanted.app(), open);
    }

    static void confirmed(Turn turn, SchedulerInput.PlanConfirmed plan) {
        var batch = turn.book.batches().get(plan.app());
        // An answer to no open batch is a repetition: its tasks were decided on the first time.
        if (batch == null || !isOf(batch, plan.epoch(), plan.batch())) return;
        turn.book = turn.book.withoutBatch(plan.app());
        turn.demand = turn.demand.close(plan.app());
        boolean ours = turn.link.mayPlan() && batch.epoch() == turn.link.epoch();
        if (ours && !batch.overdue()) Pacing.keepsUp(turn, batch);
        var unused = new HashSet<Integer>();
        for (int place = 0; place < batch.places().size(); place++) unused.add(place);
        for (var task : plan.tasks()) {
            if (task.place() < 0 || task.place() >= batch.places().size()) continue;
            if (!unused.contains(task.place())) continue;
            if (ours ? confirm(turn, batch, task) : unsettled(turn, batch, task))
                unused.remove(task.place());
        }
        release(turn, batch, unused);
        Launching.killWaiting(turn, batch.app());
        settle(turn, batch);
    }

    static void refused(Turn turn, SchedulerInput.PlanRefused refused) {
        var batch = turn.book.batches().get(refused.app());
        if (batch == null || !isOf(batch, refused.epoch(), refused.batch())) return;
        turn.book = turn.book.withoutBatch(refused.app());
        turn.demand = turn.demand.close(refused.app());
        var all = new HashSet<Integer>();
        for (int place = 0; place < batch.places().size(); place++) all.add(place);
        release(turn, batch, all);
        Launching.killWaiting(turn, batch.app());
        settle(turn, batch);
        // The log knows a newer epoch than ours: find out who holds it before anything else.
        if (refused.fenced() && turn.link.mayPlan() && batch.epoch() == turn.link.epoch())
            Subscribing.taint(turn);
    }

    /// Asks again what became of batches whose offers are closed, and slows down while the log is
    /// slower than the deadline (protocols 2.1).
    static void tick(Turn turn) {
        for (var batch : turn.book.batches().values()) {
            if (!turn.reached(batch.deadline())) continue;
            boolean again = turn.passed(batch.repeatedAt(), turn.limits().repeat());
            if (batch.overdue() && !again) continue;
            if (!batch.overdue()) Pacing.fallsBehind(turn, batch);
            turn.book = turn.book.with(batch.late(turn.now()));
            turn.emit(
                    new Effect.ProposePlan(
                            batch.app(),
                            batch.epoch(),
                            batch.number(),
                            batch.revision(),
                            List.of()));
        }
    }

    /// Whether the task takes the place; if not, somebody was told.
    private static boolean confirm(
            Turn turn, Book.Batch batch, SchedulerInput.Confirmed confirmed) {
        var task = confirmed.task();
        if (turn.book.tasks().containsKey(task)) return false;
        if (turn.abandoned.open().containsKey(task)) {
            Abandoning.tellAgain(turn, task);
            return false;
        }
        var place = batch.places().get(confirmed.place());
        var hold = turn.book.offers().get(place.offer());
        if (hold == null) {
            // protocols 2.2: confirmations that come after the offer has closed.
            Abandoning.abandon(turn, task, "its offer had closed before the plan was confirmed");
            return false;
        }
        turn.book =
                turn.book
                        .with(place.offer(), hold.confirm(task, place))
                        .with(task, new Book.Confirmed(place));
        return true;
    }

    /// protocols 2.7: a plan of an ended subscription waits for Mesos' word.
    private static boolean unsettled(
            Turn turn, Book.Batch batch, SchedulerInput.Confirmed confirmed) {
        var agent = batch.places().get(confirmed.place()).placement().agent();
        turn.questions = turn.questions.plus(confirmed.task(), agent, true, turn.now());
        return true;
    }

    private static void release(Turn turn, Book.Batch batch, Iterable<Integer> unused) {
        for (int number : unused) {
            var place = batch.places().get(number);
            var hold = turn.book.offers().get(place.offer());
            if (hold == null) continue;
            turn.book = turn.book.with(place.offer(), hold.release(place));
            turn.demand = turn.demand.untried(place.offer());
        }
    }

    private static void settle(Turn turn, Book.Batch batch) {
        batch.places().stream()
                .map(Assignment::offer)
                .distinct()
                .sorted(Comparator.naturalOrder())
                .forEach(offer -> Launching.settle(turn, offer));
    }

    private static boolean isOf(Book.Batch batch, long epoch, long number) {
        return batch.epoch() == epoch && batch.number() == number;
    }

    static Book.Hold hold(Turn turn, OfferId offer) {
        var hold = turn.book.offers().get(offer);
        if (hold == null) throw new IllegalStateException("Placed on a closed offer: " + offer);
        return hold;
    }
}
