package io.dromos.agent.node.work;

import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;

/// A task that cannot be started, as its scheduler will be told.
public final class LaunchFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final TaskState state;
    private final Reason reason;
    private final String sentence;

    private LaunchFailure(TaskState state, Reason reason, String sentence) {
        super(sentence, null, false, false);
        this.state = state;
        this.reason = reason;
        this.sentence = sentence;
    }

    /// It could not be started here; elsewhere or later it might.
    public static LaunchFailure failed(String why) {
        return new LaunchFailure(
                TaskState.TASK_FAILED,
                Reason.REASON_CONTAINER_LAUNCH_FAILED,
                "Failed to launch container: " + why);
    }

    /// What it asks for is refused, and will be refused again.
    public static LaunchFailure refused(String why) {
        return new LaunchFailure(TaskState.TASK_FAILED, Reason.REASON_TASK_UNAUTHORIZED, why);
    }

    /// Its description makes no sense to this agent.
    public static LaunchFailure invalid(String why) {
        return new LaunchFailure(TaskState.TASK_ERROR, Reason.REASON_TASK_INVALID, why);
    }

    /// Nothing of it came to be: no sandbox, no process.
    public static LaunchFailure dropped(TaskState dropped, String why) {
        return new LaunchFailure(dropped, Reason.REASON_EXECUTOR_TERMINATED, why);
    }

    /// The state to report.
    public TaskState state() {
        return state;
    }

    /// The reason to report.
    public Reason reason() {
        return reason;
    }

    /// The message to report.
    public String sentence() {
        return sentence;
    }
}
