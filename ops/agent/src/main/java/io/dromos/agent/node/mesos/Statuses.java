package io.dromos.agent.node.mesos;

import io.dromos.agent.link.LinkJson;
import java.time.Instant;
import java.util.UUID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/// Status updates in the shape that Mesos' own command and Docker executors give them.
public final class Statuses {
    private static final double NANOS = 1e9;

    private Statuses() {}

    /// An update of this task with a new uuid; the caller adds message, reason and container.
    public static TaskStatus.Builder of(TaskInfo task, TaskState state, TaskStatus.Source source) {
        var now = Instant.now();
        return TaskStatus.newBuilder()
                .setTaskId(task.getTaskId())
                .setState(state)
                .setSource(source)
                .setAgentId(task.getAgentId())
                .setExecutorId(ExecutorID.newBuilder().setValue(task.getTaskId().getValue()))
                .setTimestamp(now.getEpochSecond() + now.getNano() / NANOS)
                .setUuid(LinkJson.bytes(UUID.randomUUID()));
    }

    /// The same once more, for what a check has found: all else is as in the last one.
    public static TaskStatus.Builder again(TaskStatus last, TaskStatus.Reason reason) {
        var now = Instant.now();
        return last.toBuilder()
                .clearMessage()
                .clearData()
                .setReason(reason)
                .setTimestamp(now.getEpochSecond() + now.getNano() / NANOS)
                .setUuid(LinkJson.bytes(UUID.randomUUID()));
    }

    /// Whether a task in this state will never run again.
    public static boolean isTerminal(TaskState state) {
        return switch (state) {
            case TASK_FINISHED,
                    TASK_FAILED,
                    TASK_KILLED,
                    TASK_ERROR,
                    TASK_LOST,
                    TASK_DROPPED,
                    TASK_GONE,
                    TASK_GONE_BY_OPERATOR ->
                    true;
            case TASK_STAGING,
                    TASK_STARTING,
                    TASK_RUNNING,
                    TASK_KILLING,
                    TASK_UNREACHABLE,
                    TASK_UNKNOWN ->
                    false;
        };
    }

    /// Whether a framework takes an update that not every framework knows.
    public static boolean takes(FrameworkInfo framework, FrameworkInfo.Capability.Type capability) {
        return framework.getCapabilitiesList().stream()
                .anyMatch(one -> one.getType() == capability);
    }

    /// A task that never came to be: TASK_DROPPED, or TASK_LOST for frameworks that do not know
    /// that.
    public static TaskState dropped(FrameworkInfo framework) {
        return takes(framework, FrameworkInfo.Capability.Type.PARTITION_AWARE)
                ? TaskState.TASK_DROPPED
                : TaskState.TASK_LOST;
    }
}
