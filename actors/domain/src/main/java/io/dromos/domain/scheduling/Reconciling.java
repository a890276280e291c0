package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.domain.scheduling.Questions.Question;
import io.dromos.events.AgentId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks Mesos what became of tasks, until it has told.
final class Reconciling {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int DOUBLINGS_MAX = 20;

    private Reconciling() {}

    static void live(Turn turn, SchedulerInput.LiveTasks tasks) {
        if (tasks.epoch() != turn.link.epoch() || !turn.link.mayPlan()) return;
        turn.questions = turn.questions.gathered(tasks.agent());
        for (var live : tasks.tasks()) {
            if (turn.abandoned.open().containsKey(live.task())) continue;
            boolean ours = live.epoch() >= turn.link.epoch();
            // What this subscription has planned and not launched is the book's to decide.
            if (ours && !(turn.book.tasks().get(live.task()) instanceof Book.Answered)) continue;
            turn.questions =
                    turn.questions.plus(
                            live.task(), live.agent(), !ours && !live.seen(), turn.now());
        }
        tick(turn);
    }

    /// Asks the log for the live tasks of an agent, or for all, until it tells them.
    static void gather(Turn turn, Optional<AgentId> agent) {
        turn.questions = turn.questions.gathering(agent, turn.now());
        turn.emit(new Effect.GatherLiveTasks(turn.link.epoch(), agent));
    }

    static void tick(Turn turn) {
        if (!turn.link.mayPlan()) return;
        turn.questions
                .gathers()
                .forEach((agent, asked) -> {
                    if (turn.passed(asked, turn.limits().repeat())) gather(turn, agent);
                });
        if (turn.reached(turn.questions.implicitAt())) {
            turn.questions =
                    turn.questions.askedImplicitly(turn.now().plus(turn.limits().reconcileMax()));
            turn.call(new SchedulerCall.Reconcile(List.of()));
            // What Mesos forgot without a word comes up in no answer to that.
            if (!turn.questions.gathers().containsKey(Optional.<AgentId>empty()))
                gather(turn, Optional.empty());
        }
        if (!turn.questions.open().isEmpty() && turn.reached(turn.questions.nextAt())) ask(turn);
        tellUnreachable(turn);
    }

    /// When a question that came up is asked, so that several go together.
    static Duration soon(Turn turn) {
        return turn.now().plus(SOON);
    }

    /// protocols 2.7: UNKNOWN means unreachable: it is asked again, for as long as agents may take
    /// to come back. Whether that is all there is to do.
    static boolean unknown(Turn turn, TaskId task, TaskStatus status) {
        if (turn.questions.open().containsKey(task)) return true;
        var entry = turn.book.tasks().get(task);
        var agent = entry != null ? Optional.of(entry.agent()) : status.agent();
        if (agent.isEmpty()) return false;
        boolean plan = entry instanceof Book.Answered answered && !answered.seen();
        turn.questions = turn.questions.plus(task, agent.get(), plan, soon(turn));
        return true;
    }

    private static void ask(Turn turn) {
        var questions = new ArrayList<SchedulerCall.Question>();
        for (var entry : turn.questions.open().entrySet()) {
            questions.add(new SchedulerCall.Question(entry.getKey(), entry.getValue().agent()));
            turn.questions =
                    turn.questions.with(
                            entry.getKey(), entry.getValue().asked(turn.link.listened()));
        }
        int size = turn.limits().questionsPerCall();
        for (int from = 0; from < questions.size(); from += size) {
            int to = Math.min(from + size, questions.size());
            turn.call(new SchedulerCall.Reconcile(questions.subList(from, to)));
        }
        turn.questions = turn.questions.askedAll(turn.now(), turn.now().plus(pause(turn)));
    }

    private static Duration pause(Turn turn) {
        int doublings = Math.min(turn.questions.round(), DOUBLINGS_MAX);
        var pause = turn.limits().reconcileFirst().multipliedBy(1L << doublings);
        var max = turn.limits().reconcileMax();
        return pause.compareTo(max) < 0 ? pause : max;
    }

    /// After that time (protocols 6.3: only while we listened) silence is news of its own; the
    /// questions go on, for the agent may come back later still.
    private static void tellUnreachable(Turn turn) {
        // An answer to the last round may be on the way.
        if (!turn.passed(turn.questions.lastAt(), turn.limits().repeat())) return;
        var listened = turn.link.listened();
        for (var entry : turn.questions.open().entrySet()) {
            var question = entry.getValue();
            boolean due =
                    question.askedAt()
                            .filter(asked ->
                                    listened.minus(asked).compareTo(turn.limits().agentReturns())
                                            >= 0)
                            .isPresent();
            if (!due || question.told()) continue;
            if (Delivering.accept(
                    turn, entry.getKey(), unreachable(turn, entry.getKey(), question)))
                turn.questions = turn.questions.with(entry.getKey(), question.toldUnreachable());
        }
    }

    private static TaskStatus unreachable(Turn turn, TaskId task, Question question) {
        return new TaskStatus(
                task.value(),
                TaskState.UNREACHABLE,
                Optional.of(question.agent()),
                Optional.empty(),
                Optional.of("REASON_RECONCILIATION"),
                "Mesos has not told of the task for %d s, nor has agent %s come back"
                        .formatted(turn.limits().agentReturns().toSeconds(), question.agent()),
                Optional.empty(),
                List.of(),
                turn.context().wall());
    }
}
