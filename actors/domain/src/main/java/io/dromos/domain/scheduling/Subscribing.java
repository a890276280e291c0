package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.scheduling.Link.Wire;
import java.util.Optional;

/// Who may subscribe, and what ends with a subscription.
final class Subscribing {

    private static final String PUSHED_OUT = "failed over";
    private static final String REMOVED = "has been removed";

    private Subscribing() {}

    static void tick(Turn turn) {
        if (!turn.link.fresh()) claim(turn);
    }

    static void subscribed(Turn turn, SchedulerEvent.Subscribed said) {
        if (turn.link.isOpen()) end(turn);
        turn.link = turn.link.open(said.region());
        if (turn.link.fresh()) begin(turn);
    }

    static void disconnected(Turn turn) {
        switch (turn.link.wire()) {
            case OPEN -> {
                turn.link = turn.link.with(Wire.TRYING);
                end(turn);
            }
            // The stream that may carry an ACCEPT is gone: the next one has another id.
            case TAINTED -> turn.link = turn.link.with(Wire.TRYING);
            case SILENT, TRYING, DOWN -> {}
        }
    }

    static void errored(Turn turn, String message) {
        if (!message.contains(PUSHED_OUT)) {
            stepDown(turn, "Mesos refuses the framework: " + message + advice(message));
            return;
        }
        if (turn.link.wire() == Wire.SILENT) return;
        // protocols 2.9: losing the stream twice within a minute means stepping down.
        var before = turn.link.pushedOutAt();
        if (before.filter(at -> !turn.passed(at, turn.limits().pushedOutAgain())).isPresent()) {
            stepDown(
                    turn,
                    "Another server took the subscription over twice within a minute: it runs under the"
                            + " same framework id, perhaps on a copy of this data directory. Stop one of"
                            + " them, then restart the other");
            return;
        }
        turn.link = turn.link.with(Wire.SILENT).pushedOut(turn.now());
        end(turn);
    }

    private static String advice(String message) {
        return message.contains(REMOVED)
                ? ". It ended all tasks of this framework and takes its id never again:"
                        + " start with an empty data directory"
                : "";
    }

    /// An ACCEPT may be on the wire still, with an outcome nobody knows.
    static void taint(Turn turn) {
        turn.link = turn.link.with(Wire.TAINTED);
        end(turn);
    }

    /// protocols 2.9: an epoch is claimed before SUBSCRIBE. Each subscription gets its own, so that
    /// "the same epoch" and "the same book" are one thing.
    static void claimed(Turn turn, long epoch) {
        if (epoch <= turn.link.epoch()) return;
        if (turn.link.mayPlan()) {
            overtaken(turn, epoch);
            return;
        }
        turn.link = turn.link.claimed(epoch);
        switch (turn.link.wire()) {
            case SILENT -> {
                turn.link = turn.link.with(Wire.TRYING);
                turn.emit(new Effect.Subscribe());
            }
            case TAINTED -> {
                // protocols 2.6: the new stream id makes Mesos refuse what is still on the wire.
                turn.link = turn.link.with(Wire.TRYING);
                turn.emit(new Effect.Resubscribe());
            }
            case OPEN -> begin(turn);
            case TRYING, DOWN -> {}
        }
    }

    /// Of two claims under way both may succeed, when the first was for want of any. What the
    /// subscription began under the older epoch is fenced off from the log, so it ends, and its
    /// ACCEPTs may be on the wire still (protocols 2.6).
    private static void overtaken(Turn turn, long epoch) {
        forgetBook(turn);
        turn.link = turn.link.claimed(epoch).with(Wire.TRYING);
        turn.emit(new Effect.Resubscribe());
    }

    /// protocols 2.9: a scheduler whose epoch is no longer the newest steps down.
    static void lost(Turn turn, long newest) {
        if (newest > turn.link.epoch())
            stepDown(turn, "Another scheduler claimed epoch %d".formatted(newest));
    }

    /// Whatever was under way is decided by reconciliation in the next subscription.
    private static void begin(Turn turn) {
        turn.questions = turn.questions.restart(turn.now());
        Reconciling.gather(turn, Optional.empty());
        Reconciling.tick(turn);
        Launching.killWaiting(turn);
    }

    /// protocols 2.7: no plan of an ended subscription is abandoned before the next one, and Mesos'
    /// word on it.
    private static void end(Turn turn) {
        forgetBook(turn);
        turn.link = turn.link.stale();
        claim(turn);
    }

    private static void forgetBook(Turn turn) {
        for (var entry : turn.book.tasks().entrySet()) {
            boolean plan = !(entry.getValue() instanceof Book.Answered answered && answered.seen());
            turn.questions =
                    turn.questions.plus(entry.getKey(), entry.getValue().agent(), plan, turn.now());
        }
        turn.questions = turn.questions.restart(turn.now());
        turn.book = turn.book.next(turn.now());
        turn.calls = turn.calls.forget();
        turn.demand = turn.demand.anew();
    }

    /// One claim is under way at a time; it is repeated if nothing is heard of it.
    private static void claim(Turn turn) {
        var asked = turn.link.claimAskedAt();
        if (asked.filter(at -> !turn.passed(at, turn.limits().repeat())).isPresent()) return;
        turn.link = turn.link.askedForClaim(turn.now());
        turn.emit(new Effect.ClaimEpoch(turn.link.epoch()));
    }

    private static void stepDown(Turn turn, String why) {
        turn.link = turn.link.with(Wire.DOWN);
        turn.emit(new Effect.StepDown(why));
    }
}
