package io.dromos.agent.simulated;

import io.dromos.agent.link.Hello.KnownTask;
import io.dromos.agent.link.LinkJson;
import io.dromos.agent.link.Order;
import io.dromos.agent.link.Report;
import io.dromos.agent.node.mesos.Statuses;
import io.dromos.agent.node.updates.UpdateStream;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/// A task that is only said to run; its updates are told one at a time, as a real agent's are.
final class SimulatedTask {
    private static final long NANOS = 1_000_000_000L;
    private static final double MICROS = 1e6;

    private final FrameworkInfo framework;
    private final TaskInfo info;
    private final AgentID agent;
    private final ContainerStatus container;
    private final long number;
    private final boolean fails;
    private final Instant ordered;
    private UpdateStream updates = UpdateStream.EMPTY;
    private boolean started;
    private boolean forgotten;

    SimulatedTask(
            Order.RunTask run,
            AgentID agent,
            String ip,
            long number,
            boolean fails,
            Instant ordered) {
        this.framework = run.framework();
        this.info = run.task().toBuilder().clearCommand().build();
        this.agent = agent;
        this.number = number;
        this.fails = fails;
        this.ordered = ordered;
        var status = ContainerStatus.newBuilder();
        status.addNetworkInfosBuilder().addIpAddressesBuilder().setIpAddress(ip);
        this.container = status.build();
        append(TaskState.TASK_STARTING, "", ordered);
    }

    FrameworkInfo framework() {
        return framework;
    }

    TaskID id() {
        return info.getTaskId();
    }

    KnownTask known() {
        return new KnownTask(framework.getId(), info, updates.statuses(), updates.outstanding());
    }

    /// Whether it was ordered by this time and has neither run nor ended.
    boolean isToStart(Instant orderedBy) {
        return !started && !isEnded() && !ordered.isAfter(orderedBy);
    }

    void start(Instant now) {
        started = true;
        if (fails) {
            append(TaskState.TASK_FAILED, "Command exited with status 1", now);
        } else {
            append(TaskState.TASK_RUNNING, "", now);
        }
    }

    void kill(Instant now) {
        if (!isEnded()) {
            append(TaskState.TASK_KILLED, "Command terminated with signal Terminated", now);
        }
    }

    void acknowledge(UUID uuid, Instant now) {
        if (updates.accepts(LinkJson.bytes(uuid))) {
            updates = updates.advanced(nanos(now));
        }
    }

    /// The outstanding update, if it is to be sent now.
    Optional<Report> sendIfDue(Instant now) {
        if (!updates.isDue(nanos(now))) {
            return Optional.empty();
        }
        TaskStatus status = updates.outstanding().orElseThrow();
        updates = updates.sent(nanos(now));
        return Optional.of(new Report.Update(agent, framework.getId(), status, latest()));
    }

    /// When the outstanding update is sent again, if there is one.
    Optional<Instant> dueAgain(Instant now) {
        return updates.dueNanos().isEmpty()
                ? Optional.empty()
                : Optional.of(now.plusNanos(updates.dueNanos().getAsLong() - nanos(now)));
    }

    boolean isDone() {
        return isEnded() && updates.outstanding().isEmpty();
    }

    boolean isForgotten() {
        return forgotten;
    }

    void forget() {
        forgotten = true;
    }

    private boolean isEnded() {
        return Statuses.isTerminal(latest());
    }

    private TaskState latest() {
        return updates.latest().map(TaskStatus::getState).orElse(TaskState.TASK_STAGING);
    }

    private void append(TaskState state, String message, Instant now) {
        long micros = nanos(now) / 1_000;
        var status =
                TaskStatus.newBuilder()
                        .setTaskId(info.getTaskId())
                        .setState(state)
                        .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
                        .setAgentId(agent)
                        .setExecutorId(ExecutorID.newBuilder().setValue(id().getValue()))
                        .setTimestamp(micros / MICROS)
                        .setUuid(LinkJson.bytes(new UUID(number, updates.statuses().size())))
                        .setContainerStatus(container);
        if (!message.isEmpty()) {
            status.setMessage(message);
        }
        updates = updates.append(status.build(), nanos(now));
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * NANOS + time.getNano();
    }
}
