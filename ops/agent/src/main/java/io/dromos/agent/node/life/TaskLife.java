package io.dromos.agent.node.life;

import io.dromos.agent.node.health.Probes;
import io.dromos.agent.node.health.Reading;
import io.dromos.agent.node.mesos.Statuses;
import io.dromos.agent.node.work.Conclusion;
import io.dromos.agent.node.work.LaunchFailure;
import io.dromos.agent.node.work.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.Protos.TaskStatus.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One task from its start to its end, in one thread of its own: prepare, start, watch, conclude,
/// clean. A later life of the agent enters where the earlier one left, since each step finds out by
/// itself what is done already.
public final class TaskLife implements Runnable {
    /// How often a task is looked at when nothing calls for it.
    static final Duration LOOK = Duration.ofSeconds(1);

    /// How long an engine may fail to answer before its containers count as lost.
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(TaskLife.class);

    private final Task task;
    private final Work work;
    private final Repeats repeats;
    private final EndOrder order;
    private final TaskChecks checks;
    private final Semaphore pokes = new Semaphore(0);
    private volatile boolean abandoned;

    /// Whether a kill may interrupt the thread; guarded by this. An interrupt at any other time
    /// would hit a write.
    private boolean isPreparing;

    /// @param probes shared with the other tasks of the agent, as are `repeats`
    TaskLife(Task task, Work work, Probes probes, Repeats repeats) throws IOException {
        this.task = task;
        this.work = work;
        this.repeats = repeats;
        this.order = new EndOrder(task.directory());
        this.checks = new TaskChecks(task, work, probes, () -> order.orderUnhealthy(this::poke));
    }

    @Override
    public void run() {
        try {
            liveThrough();
            cleanUntilClean();
        } catch (InterruptedException leftAlone) {
            LOG.debug("Task {} is left alone", task.directory().containerId());
        } finally {
            checks.stop();
        }
    }

    /// Orders it to end, with this much time between the question and the end. A later order may
    /// only shorten the time.
    void kill(Duration grace, Thread thread) throws IOException {
        if (order.order(grace, Optional.empty())) {
            poke();
            synchronized (this) {
                // A download or a pull may take long; nobody waits for it any more.
                if (isPreparing) {
                    thread.interrupt();
                }
            }
        }
    }

    /// Something may have happened to it.
    void poke() {
        pokes.release();
    }

    /// The agent goes, the task stays.
    void abandon(Thread thread) {
        abandoned = true;
        checks.stop();
        thread.interrupt();
    }

    private void liveThrough() throws InterruptedException {
        try {
            begin();
        } catch (LaunchFailure failure) {
            report(refusal(failure.state(), failure.reason(), failure.sentence()));
        } catch (InterruptedException interrupted) {
            if (abandoned || !order.isOrdered()) {
                throw interrupted;
            }
            report(
                    refusal(
                            TaskState.TASK_KILLED,
                            Reason.REASON_TASK_KILLED_DURING_LAUNCH,
                            "Killed before delivery to the executor"));
        } catch (IOException | RuntimeException failure) {
            LOG.warn("Task {} cannot be started", task.directory().containerId(), failure);
            report(
                    refusal(
                            TaskState.TASK_FAILED,
                            Reason.REASON_CONTAINER_LAUNCH_FAILED,
                            "Failed to launch container: " + failure.getMessage()));
        }
        var patience = PATIENCE;
        while (!task.isTerminal()) {
            patience = watchOrLosePatience(patience);
        }
    }

    /// Watches to the end. An engine that does not answer for a moment is waited for, one that
    /// never does again is not.
    private Duration watchOrLosePatience(Duration patience) throws InterruptedException {
        try {
            watch();
            conclude();
            return patience;
        } catch (InterruptedException interrupted) {
            if (abandoned) {
                throw interrupted;
            }
            return patience;
        } catch (IOException | RuntimeException failure) {
            warn("cannot be watched", failure);
            if (patience.isPositive()) {
                TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
                return patience.minus(LOOK);
            }
            report(
                    refusal(
                            TaskState.TASK_FAILED,
                            Reason.REASON_EXECUTOR_TERMINATED,
                            "It could not be watched any more: " + failure.getMessage()));
            return patience;
        }
    }

    /// The supervisor's own fence decides when one of an earlier life is still on its way: only one
    /// of the two starts.
    private void begin() throws LaunchFailure, IOException, InterruptedException {
        if (task.isTerminal() || task.directory().run().isDecided()) {
            return;
        }
        prepare();
        if (order.isOrdered()) {
            throw new InterruptedException("killed before its start");
        }
        if (!task.hasBeen(TaskState.TASK_STARTING)) {
            report(inContainer(TaskState.TASK_STARTING));
        }
        work.start();
    }

    private void prepare() throws LaunchFailure, IOException, InterruptedException {
        setPreparing(true);
        try {
            work.prepare();
        } finally {
            setPreparing(false);
            if (!abandoned) {
                Thread.interrupted();
            }
        }
    }

    private synchronized void setPreparing(boolean preparing) {
        isPreparing = preparing;
    }

    private void watch() throws IOException, InterruptedException {
        while (!work.hasEnded()) {
            reportStart();
            if (work.ranOutOfMemory()) {
                work.kill();
            }
            if (order.isOverdue(task)) {
                order.order(
                        order.taskGrace(), Optional.of(Reason.REASON_MAX_COMPLETION_TIME_REACHED));
            }
            checks.keep(task.hasBeen(TaskState.TASK_RUNNING) && !order.isOrdered());
            carryOutOrder();
            await(
                    task.hasBeen(TaskState.TASK_RUNNING)
                            ? order.untilNextStep(LOOK)
                            : work.untilAskedAgain());
        }
        reportStart();
    }

    private void reportStart() throws IOException, InterruptedException {
        if (!task.hasBeen(TaskState.TASK_RUNNING) && work.isStarted()) {
            var status = inContainer(TaskState.TASK_RUNNING);
            if (!work.inspection().isEmpty()) {
                status.setData(com.google.protobuf.ByteString.copyFromUtf8(work.inspection()));
            }
            report(status);
        }
    }

    private void carryOutOrder() throws IOException, InterruptedException {
        switch (order.nextStep(task.hasBeen(TaskState.TASK_RUNNING))) {
            case NONE -> {}
            case TERMINATE -> {
                if (order.isKill() && takesKilling() && !task.hasBeen(TaskState.TASK_KILLING)) {
                    report(inContainer(TaskState.TASK_KILLING));
                }
                work.terminate();
            }
            case KILL -> work.kill();
        }
    }

    private boolean takesKilling() {
        return Statuses.takes(task.directory().framework(), Capability.Type.TASK_KILLING_STATE);
    }

    private void conclude() throws IOException, InterruptedException {
        var conclusion = work.conclude();
        checks.stop();
        var status = inContainer(state(conclusion)).setMessage(conclusion.message());
        if (order.isUnhealthy()) {
            status.setHealthy(false);
        }
        conclusion.reason().or(order::reason).ifPresent(status::setReason);
        report(status);
    }

    private TaskState state(Conclusion conclusion) {
        if (order.isKill()) {
            return TaskState.TASK_KILLED;
        }
        return conclusion.success() && order.reason().isEmpty()
                ? TaskState.TASK_FINISHED
                : TaskState.TASK_FAILED;
    }

    /// Told by the agent itself, of a task that has no container.
    private TaskStatus.Builder refusal(TaskState state, Reason reason, String message) {
        return status(state, Source.SOURCE_AGENT).setReason(reason).setMessage(message);
    }

    private TaskStatus.Builder inContainer(TaskState state) {
        var status = status(state, Source.SOURCE_EXECUTOR).setContainerStatus(work.container());
        return Reading.unread(task.directory().task(), status);
    }

    private TaskStatus.Builder status(TaskState state, Source source) {
        return Statuses.of(task.directory().task(), state, source);
    }

    /// What cannot be written down must not be told; a full disk is waited for.
    private void report(TaskStatus.Builder status) throws InterruptedException {
        while (true) {
            try {
                task.report(status.build());
                return;
            } catch (IOException failure) {
                LOG.error(
                        "An update of task {} cannot be written down; trying again",
                        task.directory().containerId(),
                        failure);
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    private void cleanUntilClean() throws InterruptedException {
        for (var attempt = 1; ; attempt++) {
            try {
                work.clean();
                return;
            } catch (IOException failure) {
                warn("cannot be cleaned up after yet", failure);
                TimeUnit.SECONDS.sleep(Math.min(attempt * 2L, 60));
            }
        }
    }

    private void warn(String what, Exception failure) {
        repeats.warn(LOG, task.directory().containerId(), what, failure);
    }

    private void await(Duration longest) throws InterruptedException {
        if (pokes.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            pokes.drainPermits();
        }
    }
}
