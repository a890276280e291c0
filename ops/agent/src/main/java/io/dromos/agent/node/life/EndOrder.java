package io.dromos.agent.node.life;

import io.dromos.agent.node.checkpoint.TaskDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;

/// The order to end one task: asked first, ended after a grace period, and again each second until
/// it is gone.
final class EndOrder {
    /// The time between TERM and KILL where nobody says otherwise, as in Mesos.
    static final Duration STANDARD_GRACE = Duration.ofSeconds(3);

    private static final Duration AGAIN = Duration.ofSeconds(1);

    /// What is to be done now.
    enum Step {
        NONE,
        TERMINATE,
        KILL
    }

    private final TaskDirectory directory;
    private Optional<Duration> ordered;
    private Optional<Reason> reason = Optional.empty();
    private boolean unhealthy;
    private boolean begun;
    private boolean asked;
    private long nextKillNanos;

    /// Goes on with what an earlier life of the agent was ordered.
    EndOrder(TaskDirectory directory) throws IOException {
        this.directory = directory;
        this.ordered = directory.killOrder();
        this.unhealthy = directory.isUnhealthy();
    }

    /// Takes an order.
    ///
    /// @param why the reason to tell, when it is not the scheduler's wish
    /// @return whether it changes anything
    synchronized boolean order(Duration grace, Optional<Reason> why) throws IOException {
        if (ordered.isPresent() && ordered.get().compareTo(grace) <= 0) {
            return false;
        }
        if (why.isEmpty()) {
            directory.orderKill(grace, unhealthy);
        }
        if (ordered.isEmpty()) {
            reason = why;
        }
        ordered = Optional.of(grace);
        if (begun) {
            nextKillNanos = Math.min(nextKillNanos, System.nanoTime() + grace.toNanos());
        }
        return true;
    }

    /// Ends a task that its health check gave up, by the task's own kill policy; one that is to end
    /// already ends as it was to.
    ///
    /// @param wake called when it is ordered
    synchronized void orderUnhealthy(Runnable wake) throws IOException {
        if (ordered.isEmpty()) {
            directory.orderKill(taskGrace(), true);
            unhealthy = true;
            ordered = Optional.of(taskGrace());
            wake.run();
        }
    }

    /// Whether it was ordered for its health.
    synchronized boolean isUnhealthy() {
        return unhealthy;
    }

    synchronized boolean isOrdered() {
        return ordered.isPresent();
    }

    /// Whether the scheduler wished it.
    synchronized boolean isKill() {
        return ordered.isPresent() && reason.isEmpty();
    }

    /// Why it was ordered, when it was not the scheduler's wish.
    synchronized Optional<Reason> reason() {
        return reason;
    }

    /// What is to be done now; counts as done.
    ///
    /// @param hears whether the task runs: before it does, there is nobody to ask
    synchronized Step nextStep(boolean hears) {
        if (ordered.isEmpty()) {
            return Step.NONE;
        }
        var now = System.nanoTime();
        if (!begun) {
            begun = true;
            nextKillNanos = now + ordered.get().toNanos();
        }
        if (!asked && hears) {
            asked = true;
            return Step.TERMINATE;
        }
        if (now - nextKillNanos < 0) {
            return Step.NONE;
        }
        nextKillNanos = now + AGAIN.toNanos();
        return Step.KILL;
    }

    /// How long to wait for the next step, at most so long.
    synchronized Duration untilNextStep(Duration longest) {
        if (ordered.isEmpty()) {
            return longest;
        }
        var rest = asked ? Duration.ofNanos(nextKillNanos - System.nanoTime()) : Duration.ZERO;
        return rest.compareTo(longest) < 0 ? rest : longest;
    }

    /// Whether the task has run longer than it may.
    boolean isOverdue(Task task) {
        if (isOrdered() || !directory.task().hasMaxCompletionTime()) {
            return false;
        }
        var longest = Duration.ofNanos(directory.task().getMaxCompletionTime().getNanoseconds());
        return Age.of(task).compareTo(longest) > 0;
    }

    /// The grace period of the task's own kill policy.
    Duration taskGrace() {
        return grace(directory.task().getKillPolicy());
    }

    /// The grace period of a policy.
    static Duration grace(KillPolicy policy) {
        return policy.hasGracePeriod()
                ? Duration.ofNanos(Math.max(0, policy.getGracePeriod().getNanoseconds()))
                : STANDARD_GRACE;
    }
}
