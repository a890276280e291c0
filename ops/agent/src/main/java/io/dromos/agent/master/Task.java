package io.dromos.agent.master;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/// One task in the books; confined to them.
final class Task {
    final Framework framework;
    final String agentId;

    /// How it was described, less its command: nobody asks the master for that, and its environment
    /// is most of a description.
    final TaskInfo info;

    /// What it holds, allocated to a role.
    final Amounts amounts;

    private final List<TaskStatus> statuses = new ArrayList<>();
    private TaskState state = TaskState.TASK_STAGING;

    /// The update passed on to the scheduler last, until it is acknowledged.
    private @Nullable TaskStatus unacknowledged;

    private @Nullable TaskStatus lastUpdate;
    private boolean killed;
    private @Nullable KillPolicy killPolicy;

    Task(Framework framework, String agentId, TaskInfo info, Amounts amounts) {
        this.framework = framework;
        this.agentId = agentId;
        this.info = info.toBuilder().clearCommand().build();
        this.amounts = amounts;
    }

    String id() {
        return info.getTaskId().getValue();
    }

    TaskState state() {
        return state;
    }

    List<TaskStatus> statuses() {
        return statuses;
    }

    Optional<TaskStatus> unacknowledged() {
        return Optional.ofNullable(unacknowledged);
    }

    boolean isKilled() {
        return killed;
    }

    Optional<KillPolicy> killPolicy() {
        return Optional.ofNullable(killPolicy);
    }

    String role() {
        return amounts.byKind().keySet().stream().map(Amounts.Kind::role).findFirst().orElse("*");
    }

    /// Remembers that it shall end, so that the order can be repeated on a new link.
    void kill(Optional<KillPolicy> policy) {
        killed = true;
        killPolicy = policy.orElse(null);
    }

    /// Takes a status in; of several in the same state only the newest is kept.
    void add(TaskStatus status, TaskState latest) {
        boolean repeats = !statuses.isEmpty() && statuses.getLast().getState() == status.getState();
        if (repeats) {
            statuses.removeLast();
        }
        statuses.add(status);
        if (!isTerminal(state)) {
            state = latest;
        }
    }

    /// Goes on with what an agent tells: statuses of it that are known already change nothing.
    ///
    /// @return those that are news, oldest first
    List<TaskStatus> news(List<TaskStatus> told) {
        if (statuses.isEmpty()) {
            return told;
        }
        ByteString last = statuses.getLast().getUuid();
        for (int i = told.size() - 1; i >= 0; i--) {
            if (told.get(i).getUuid().equals(last)) {
                return told.subList(i + 1, told.size());
            }
        }
        return told;
    }

    /// What the scheduler has acknowledged, as an agent tells that came back.
    void resume(TaskStatus acknowledged) {
        lastUpdate = acknowledged;
    }

    /// Notes an update that waits for its acknowledgement.
    void passedOn(TaskStatus status) {
        unacknowledged = status;
        lastUpdate = status;
    }

    /// The update that went to the scheduler last, acknowledged or not.
    Optional<TaskStatus> lastUpdate() {
        return Optional.ofNullable(lastUpdate);
    }

    /// Takes an acknowledgement in; true when the task is over with it.
    boolean acknowledge(ByteString uuid) {
        if (lastUpdate == null || !uuid.equals(lastUpdate.getUuid())) {
            return false;
        }
        unacknowledged = null;
        return isTerminal(lastUpdate.getState());
    }

    static boolean isTerminal(TaskState state) {
        return switch (state) {
            case TASK_STAGING, TASK_STARTING, TASK_RUNNING, TASK_KILLING -> false;
            case TASK_UNREACHABLE, TASK_UNKNOWN -> false;
            case TASK_FINISHED, TASK_FAILED, TASK_KILLED, TASK_ERROR, TASK_LOST -> true;
            case TASK_DROPPED, TASK_GONE, TASK_GONE_BY_OPERATOR -> true;
        };
    }
}
