package io.dromos.agent.node.life;

import io.dromos.agent.node.health.Health;
import io.dromos.agent.node.health.Place;
import io.dromos.agent.node.health.Probes;
import io.dromos.agent.node.health.Reading;
import io.dromos.agent.node.health.Target;
import io.dromos.agent.node.health.Timing;
import io.dromos.probe.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The health check and the check of one task, each in a thread of its own while the task runs. A
/// later life of the agent goes on where the updates of the earlier one stand.
final class TaskChecks {
    private static final Logger LOG = LoggerFactory.getLogger(TaskChecks.class);

    /// Ends the task for its health.
    @FunctionalInterface
    interface GiveUp {
        /// Orders the end; harmless when ordered already.
        void order() throws IOException;
    }

    @FunctionalInterface
    private interface Taker {
        void take(Outcome outcome, Duration age) throws IOException;
    }

    private final Task task;
    private final Place place;
    private final Probes probes;
    private final GiveUp giveUp;
    private final List<Thread> threads = new ArrayList<>();
    private Optional<Health> health = Optional.empty();
    private Optional<Reading> reading = Optional.empty();
    private boolean started;
    private boolean stopped;

    TaskChecks(Task task, Place place, Probes probes, GiveUp giveUp) {
        this.task = task;
        this.place = place;
        this.probes = probes;
        this.giveUp = giveUp;
    }

    /// Checks while the task runs and is not to end; to be called whenever that may have changed.
    synchronized void keep(boolean running) {
        if (!running) {
            if (started) {
                stop();
            }
        } else if (!started && !stopped) {
            started = true;
            start(task.directory().task());
        }
    }

    /// Checks no more.
    synchronized void stop() {
        stopped = true;
        threads.forEach(Thread::interrupt);
    }

    private void start(TaskInfo info) {
        var known = task.statuses();
        var begun = System.nanoTime() - Age.of(task).toNanos();
        if (info.hasHealthCheck()) {
            var check = info.getHealthCheck();
            health = Optional.of(recovered(Health.of(check), known));
            Target.of(check)
                    .ifPresent(target ->
                            start("health", Timing.of(check), target, begun, this::judge));
        }
        if (info.hasCheck()) {
            var check = info.getCheck();
            reading = Optional.of(recovered(Reading.of(check), known));
            Target.of(check)
                    .ifPresent(
                            target -> start("check", Timing.of(check), target, begun, this::read));
        }
    }

    private static Health recovered(Health fresh, List<TaskStatus> known) {
        var ever = known.stream().anyMatch(TaskStatus::getHealthy);
        return fresh.recovered(
                ever,
                known.getLast().hasHealthy()
                        ? Optional.of(known.getLast().getHealthy())
                        : Optional.empty());
    }

    private static Reading recovered(Reading fresh, List<TaskStatus> known) {
        return known.getLast().hasCheckStatus()
                ? new Reading(known.getLast().getCheckStatus())
                : fresh;
    }

    private void start(String what, Timing timing, Target target, long begun, Taker taker) {
        threads.add(
                Thread.ofVirtual()
                        .name(what + "-" + task.directory().containerId())
                        .start(() -> run(timing, target, begun, taker)));
    }

    private void run(Timing timing, Target target, long begun, Taker taker) {
        try {
            TimeUnit.NANOSECONDS.sleep(timing.delay().toNanos() - (System.nanoTime() - begun));
            while (true) {
                var outcome = probes.ask(place, target, timing.timeout());
                if (!outcome.isGood()) {
                    LOG.debug("Task {}: {}", task.directory().containerId(), outcome);
                }
                take(outcome, begun, taker);
                TimeUnit.NANOSECONDS.sleep(timing.interval().toNanos());
            }
        } catch (InterruptedException over) {
            LOG.trace("Task {} is checked no more", task.directory().containerId());
        }
    }

    /// Not interrupted meanwhile: what is being written down would be torn.
    private synchronized void take(Outcome outcome, long begun, Taker taker) {
        if (stopped) {
            return;
        }
        try {
            taker.take(outcome, Duration.ofNanos(System.nanoTime() - begun));
        } catch (IOException notWritten) {
            LOG.warn(
                    "What a check of task {} found cannot be written down: {}",
                    task.directory().containerId(),
                    notWritten.getMessage());
        }
    }

    private void judge(Outcome outcome, Duration age) throws IOException {
        var step = health.orElseThrow().observe(outcome, age, task.isBehind());
        if (step.tell().isPresent()) {
            task.reportCheck(
                    Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED,
                    status -> status.setHealthy(step.tell().get()));
        }
        if (step.kill()) {
            LOG.info("Task {} is unhealthy, and ended", task.directory().containerId());
            giveUp.order();
        }
        health = Optional.of(step.next());
    }

    private void read(Outcome outcome, Duration age) throws IOException {
        var step = reading.orElseThrow().observe(outcome, task.isBehind());
        if (step.tell().isPresent()) {
            task.reportCheck(
                    Reason.REASON_TASK_CHECK_STATUS_UPDATED,
                    status -> status.setCheckStatus(step.tell().get()));
        }
        reading = Optional.of(step.next());
    }
}
