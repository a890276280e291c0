package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.TaskStatus;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import java.util.Set;

/// News of tasks, on their way from Mesos to the book and to the application.
final class Updating {

    /// Reasons with which a task that was never launched is dropped through nobody's fault; the
    /// older API says slave for agent.
    private static final Set<String> WENT_AWAY =
            Set.of(
                    "REASON_INVALID_OFFERS",
                    "REASON_AGENT_REMOVED",
                    "REASON_AGENT_DISCONNECTED",
                    "REASON_AGENT_UNKNOWN",
                    "REASON_SLAVE_REMOVED",
                    "REASON_SLAVE_DISCONNECTED",
                    "REASON_SLAVE_UNKNOWN");

    private Updating() {}

    static void updated(Turn turn, TaskStatus status) {
        var task = TaskId.parse(status.taskId());
        // protocols 2.10: what is not even named like a task of ours is a stray at once.
        if (task.isEmpty()) turn.emit(new Effect.Stray(status));
        else updated(turn, task.get(), status);
    }

    private static void updated(Turn turn, TaskId task, TaskStatus status) {
        if (isIgnored(turn, task, status)) return;
        if (status.state() == TaskState.UNKNOWN && Reconciling.unknown(turn, task, status)) return;
        if (wentAway(turn, task, status)) {
            Abandoning.lost(turn, task, "Mesos dropped the launch: " + status.message());
            return;
        }
        if (neverArrived(turn, task, status)) {
            Abandoning.abandon(turn, task, "its agent never got the launch");
            return;
        }
        // protocols 2.5: any update that names the task counts as the answer.
        Launching.answered(turn, task, true);
        if (status.state() == TaskState.RUNNING) turn.abandoned = turn.abandoned.cameUp(task.app());
        if (Delivering.accept(turn, task, status)) turn.questions = turn.questions.minus(task);
    }

    private static boolean isIgnored(Turn turn, TaskId task, TaskStatus status) {
        // Mesos repeats it; by then the application knows that the plan was abandoned, and a live
        // task is killed (protocols 2.10).
        if (turn.abandoned.open().containsKey(task)) return true;
        // protocols 2.5: except a reconciliation's UNKNOWN or GONE for a task not yet answered.
        boolean denied =
                status.isReconciliation()
                        && (status.state() == TaskState.UNKNOWN
                                || status.state() == TaskState.GONE);
        return denied
                && switch (turn.book.tasks().get(task)) {
                    case Book.Confirmed _, Book.Sent _ -> true;
                    case Book.Answered _ -> false;
                    case null -> mayBeUnanswered(turn, task);
                };
    }

    /// A plan whose confirmation is on the way, or one of an earlier subscription that this one has
    /// not asked about yet.
    private static boolean mayBeUnanswered(Turn turn, TaskId task) {
        var question = turn.questions.open().get(task);
        if (question == null) return turn.book.batches().containsKey(task.app());
        return question.plan() && question.askedAt().isEmpty();
    }

    /// protocols 2.8: dropped before delivery, by an offer or agent that went away.
    private static boolean wentAway(Turn turn, TaskId task, TaskStatus status) {
        if (status.state() != TaskState.DROPPED || status.uuid().isPresent()) return false;
        if (status.reason().filter(WENT_AWAY::contains).isEmpty()) return false;
        return switch (turn.book.tasks().get(task)) {
            case Book.Sent _ -> true;
            case Book.Answered(_, var seen) -> !seen;
            case Book.Confirmed _ -> false;
            case null -> false;
        };
    }

    /// protocols 2.7: a plan of an earlier subscription is abandoned once its agent, asked in this
    /// one, does not know it.
    private static boolean neverArrived(Turn turn, TaskId task, TaskStatus status) {
        var question = turn.questions.open().get(task);
        return question != null
                && question.plan()
                && question.askedAt().isPresent()
                && status.isReconciliation()
                && status.state() == TaskState.GONE
                && status.agent().filter(question.agent()::equals).isPresent();
    }
}
