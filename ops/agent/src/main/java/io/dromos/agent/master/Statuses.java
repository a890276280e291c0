package io.dromos.agent.master;

import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TimeInfo;

/// Statuses that the master itself makes: they carry no uuid and need no acknowledgement.
final class Statuses {
    static final String UNKNOWN = "Reconciliation: Task is unknown";
    static final String UNKNOWN_TO_AGENT = "Reconciliation: Task is unknown to the agent";
    static final String GONE = "Reconciliation: Task is gone";
    static final String UNREACHABLE = "Reconciliation: Task is unreachable";
    private static final String LATEST = "Reconciliation: Latest task state";

    private Statuses() {}

    static TaskStatus of(
            TaskID task,
            Optional<AgentID> agent,
            TaskState state,
            TaskStatus.Reason reason,
            String message,
            Instant now) {
        TaskStatus.Builder status =
                TaskStatus.newBuilder()
                        .setTaskId(task)
                        .setState(state)
                        .setMessage(message)
                        .setSource(TaskStatus.Source.SOURCE_MASTER)
                        .setReason(reason)
                        .setTimestamp(Events.seconds(now));
        agent.ifPresent(status::setAgentId);
        return status.build();
    }

    /// The state a task is in, for reconciliation: with what its last status says of its container.
    static TaskStatus latest(Task task, Instant now) {
        return current(task, TaskStatus.Reason.REASON_RECONCILIATION, LATEST, now);
    }

    static TaskStatus current(Task task, TaskStatus.Reason reason, String message, Instant now) {
        TaskStatus.Builder status =
                of(
                        task.info.getTaskId(),
                        Optional.of(agentId(task)),
                        task.state(),
                        reason,
                        message,
                        now)
                        .toBuilder();
        if (!task.statuses().isEmpty()) {
            TaskStatus last = task.statuses().getLast();
            if (last.hasHealthy()) {
                status.setHealthy(last.getHealthy());
            }
            if (last.hasCheckStatus()) {
                status.setCheckStatus(last.getCheckStatus());
            }
            if (last.hasLabels()) {
                status.setLabels(last.getLabels());
            }
            if (last.hasContainerStatus()) {
                status.setContainerStatus(last.getContainerStatus());
            }
        }
        return status.build();
    }

    static AgentID agentId(Task task) {
        return AgentID.newBuilder().setValue(task.agentId).build();
    }

    static TimeInfo time(Instant time) {
        long nanoseconds = time.getEpochSecond() * 1_000_000_000L + time.getNano();
        return TimeInfo.newBuilder().setNanoseconds(nanoseconds).build();
    }
}
