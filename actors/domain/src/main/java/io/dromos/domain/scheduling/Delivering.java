package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.events.AppId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import java.util.Optional;

/// Task updates to their applications, and what those make of them.
final class Delivering {

    private Delivering() {}

    /// Takes an update in, if there is room. What is not taken is told again: by Mesos, since it is
    /// not acknowledged, or by the next reconciliation, since a question about it is open.
    static boolean accept(Turn turn, TaskId task, TaskStatus status) {
        var app = task.app();
        if (turn.mail.holds(app, status)) return true;
        boolean full =
                turn.mail.waiting() >= turn.limits().updatesMax()
                        || turn.mail.lane(app).waiting().size() >= turn.limits().updatesPerApp();
        if (full) {
            ask(turn, task, status);
            return false;
        }
        turn.mail = turn.mail.plus(app, status);
        if (turn.mail.lane(app).underway().isEmpty()) deliver(turn, app);
        return true;
    }

    /// What Mesos tells once only, since it wants no acknowledgement, is asked for.
    private static void ask(Turn turn, TaskId task, TaskStatus status) {
        if (status.uuid().isPresent()) return;
        var entry = turn.book.tasks().get(task);
        Optional.ofNullable(entry)
                .map(Book.Entry::agent)
                .or(status::agent)
                .ifPresent(agent ->
                        turn.questions =
                                turn.questions.plus(task, agent, false, Reconciling.soon(turn)));
    }

    static void stored(Turn turn, SchedulerInput.UpdatesStored stored) {
        var app = stored.app();
        var underway = turn.mail.lane(app).underway();
        if (underway.isEmpty() || underway.get().number() != stored.delivery()) return;
        var updates = underway.get().updates();
        for (int i = 0; i < Math.min(updates.size(), stored.verdicts().size()); i++)
            judged(turn, updates.get(i), stored.verdicts().get(i));
        turn.mail = turn.mail.answered(app);
        if (!turn.mail.lane(app).waiting().isEmpty()) deliver(turn, app);
    }

    static void tick(Turn turn) {
        for (var entry : turn.mail.lanes().entrySet()) {
            var underway = entry.getValue().underway();
            if (underway.isEmpty()) continue;
            if (!turn.passed(underway.get().since(), turn.limits().repeat())) continue;
            turn.mail = turn.mail.repeated(entry.getKey(), turn.now());
            emit(turn, entry.getKey());
        }
    }

    private static void judged(Turn turn, TaskStatus status, SchedulerInput.Verdict verdict) {
        switch (verdict) {
            case KNOWN -> {
                acknowledge(turn, status);
                if (status.state().isTerminal()) forget(turn, status);
            }
            case ENDED -> {
                acknowledge(turn, status);
                forget(turn, status);
                // protocols 2.10: a live task that the log ended or abandoned gets a KILL.
                if (isLive(status.state()) && turn.link.isOpen())
                    turn.call(
                            new SchedulerCall.Kill(
                                    status.taskId(), status.agent(), Optional.empty()));
            }
            // protocols 2.10: one the log never planned is listed, never killed.
            case NEVER_PLANNED -> turn.emit(new Effect.Stray(status));
        }
    }

    private static void forget(Turn turn, TaskStatus status) {
        TaskId.parse(status.taskId())
                .ifPresent(task -> {
                    turn.book = turn.book.without(task);
                    turn.questions = turn.questions.minus(task);
                });
    }

    /// Only now: its fact is durable.
    private static void acknowledge(Turn turn, TaskStatus status) {
        if (!turn.link.isOpen() || status.uuid().isEmpty() || status.agent().isEmpty()) return;
        turn.call(
                new SchedulerCall.Acknowledge(
                        status.taskId(), status.agent().get(), status.uuid().get()));
    }

    private static void deliver(Turn turn, AppId app) {
        turn.mail = turn.mail.deliver(app, turn.now(), turn.limits());
        emit(turn, app);
    }

    private static void emit(Turn turn, AppId app) {
        turn.mail
                .lane(app)
                .underway()
                .ifPresent(delivery ->
                        turn.emit(
                                new Effect.DeliverUpdates(
                                        app, delivery.number(), delivery.updates())));
    }

    private static boolean isLive(TaskState state) {
        return state == TaskState.STAGING
                || state == TaskState.STARTING
                || state == TaskState.RUNNING;
    }
}
