package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.OfferId;
import io.dromos.events.AppId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// From wants and offers to plans: *asked → confirmed*.
final class Planning {

    private static final int BYTES_BESIDE_TEXTS = 300;

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
        if (ours && !batch.overdue()) keepsUp(turn, batch);
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
            if (!batch.overdue()) fallsBehind(turn, batch);
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

    /// Tries what was not tried: new wants on all offers, all wants on new offers.
    static void place(Turn turn) {
        if (!turn.link.mayPlan() || !turn.reached(turn.demand.pace().until())) return;
        var fresh = turn.demand.untriedWants();
        var freshOffers = turn.demand.untriedOffers();
        if (fresh.isEmpty() && freshOffers.isEmpty()) return;
        var wants = wants(turn, freshOffers.isEmpty());
        var lots = lots(turn, fresh.isEmpty());
        turn.demand = turn.demand.tried();
        if (!wants.isEmpty() && !lots.isEmpty())
            byApplication(Placement.place(lots, wants, turn.rules()).assignments())
                    .forEach((app, places) -> propose(turn, app, places));
        for (var app : fresh) Roles.unmet(turn, app);
    }

    private static List<Want> wants(Turn turn, boolean onlyFresh) {
        var wants = new ArrayList<Want>();
        for (var entry : turn.demand.wants().entrySet()) {
            var app = entry.getKey();
            // protocols 2.1: one unanswered batch per application.
            if (turn.book.batches().containsKey(app)) continue;
            if (onlyFresh && !turn.demand.untriedWants().contains(app)) continue;
            int left = turn.limits().batchTasks();
            for (var want : entry.getValue().wants()) {
                int count = Math.min(left, want.count());
                if (count > 0) wants.add(want.withCount(count));
                left -= count;
            }
        }
        return wants;
    }

    private static List<Lot> lots(Turn turn, boolean onlyFresh) {
        var half = turn.limits().confirmWithin().dividedBy(2);
        return turn.book.offers().values().stream()
                .filter(hold -> !onlyFresh || isFresh(turn, hold))
                // An offer about to close leaves no time to confirm.
                .filter(hold ->
                        hold.acceptBy().map(by -> !turn.reached(by.minus(half))).orElse(true))
                .map(Book.Hold::lot)
                .toList();
    }

    private static boolean isFresh(Turn turn, Book.Hold hold) {
        return turn.demand.untriedOffers().contains(hold.lot().offer().id());
    }

    private static Map<AppId, List<Assignment>> byApplication(List<Assignment> assignments) {
        var byApp = new LinkedHashMap<AppId, List<Assignment>>();
        for (var assignment : assignments)
            byApp.computeIfAbsent(assignment.want().app(), _ -> new ArrayList<>()).add(assignment);
        return byApp;
    }

    private static void propose(Turn turn, AppId app, List<Assignment> found) {
        var places = cut(turn, found);
        var open = turn.demand.wants().get(app);
        if (open == null) return;
        var deadline = turn.now().plus(turn.limits().confirmWithin());
        long number = turn.book.nextBatch();
        var proposals = new ArrayList<Effect.Proposal>();
        for (var place : places) {
            Roles.used(turn, place.role());
            var hold = hold(turn, place.offer()).ask(place, deadline);
            turn.book = turn.book.with(place.offer(), hold);
            var want = place.want();
            proposals.add(
                    new Effect.Proposal(
                            proposals.size(), want.version(), want.config(), place.placement()));
        }
        turn.book =
                turn.book.with(
                        new Book.Batch(
                                app,
                                turn.link.epoch(),
                                number,
                                open.revision(),
                                places,
                                turn.now(),
                                deadline,
                                false,
                                turn.now()));
        turn.emit(
                new Effect.ProposePlan(app, turn.link.epoch(), number, open.revision(), proposals));
    }

    /// As many as a message holds. What is cut off stays on its offer, to be tried again.
    private static List<Assignment> cut(Turn turn, List<Assignment> found) {
        int bytes = 0;
        for (int i = 0; i < found.size(); i++) {
            bytes += bytes(found.get(i));
            if (i == 0 || bytes <= turn.limits().batchBytes()) continue;
            for (var rest : found.subList(i, found.size()))
                turn.demand = turn.demand.untried(rest.offer());
            return List.copyOf(found.subList(0, i));
        }
        return List.copyOf(found);
    }

    private static int bytes(Assignment assignment) {
        var placement = assignment.placement();
        int bytes =
                BYTES_BESIDE_TEXTS + placement.host().length() + 8 * placement.hostPorts().size();
        for (var attribute : placement.attributes().entrySet())
            bytes += attribute.getKey().length() + attribute.getValue().length() + 8;
        return bytes;
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

    private static Book.Hold hold(Turn turn, OfferId offer) {
        var hold = turn.book.offers().get(offer);
        if (hold == null) throw new IllegalStateException("Placed on a closed offer: " + offer);
        return hold;
    }

    private static void keepsUp(Turn turn, Book.Batch batch) {
        var good = turn.demand.pace().lastGood();
        var newer = good.compareTo(batch.askedAt()) > 0 ? good : batch.askedAt();
        var steady = Demand.Pace.STEADY;
        turn.demand = turn.demand.with(new Demand.Pace(newer, steady.pause(), steady.until()));
    }

    /// One application alone may be slow to answer; the log is slow if no batch that was asked as
    /// late has been answered in time.
    private static void fallsBehind(Turn turn, Book.Batch batch) {
        var pace = turn.demand.pace();
        if (pace.lastGood().compareTo(batch.askedAt()) >= 0 || !turn.reached(pace.until())) return;
        var limits = turn.limits();
        var longer = pace.pause().isZero() ? limits.slowPause() : pace.pause().multipliedBy(2);
        var pause = longer.compareTo(limits.slowPauseMax()) < 0 ? longer : limits.slowPauseMax();
        turn.demand =
                turn.demand.with(new Demand.Pace(pace.lastGood(), pause, turn.now().plus(pause)));
    }
}
