package io.dromos.events;

import java.util.Optional;

/// The state of a task, with Mesos' names and meaning.
public enum TaskState {
    STAGING,
    STARTING,
    RUNNING,
    KILLING,
    FINISHED,
    FAILED,
    KILLED,
    ERROR,
    LOST,
    DROPPED,
    UNREACHABLE,
    GONE,
    GONE_BY_OPERATOR,
    UNKNOWN;

    /// Whether a task in this state will never run again. UNREACHABLE, LOST and UNKNOWN are not:
    /// such a task may come back.
    public boolean isTerminal() {
        return switch (this) {
            case FINISHED, FAILED, KILLED, ERROR, DROPPED, GONE, GONE_BY_OPERATOR -> true;
            case STAGING, STARTING, RUNNING, KILLING, LOST, UNREACHABLE, UNKNOWN -> false;
        };
    }

    /// Whether the end delays the next launch: everything but a wanted kill and an agent that went.
    public boolean isFailure() {
        return switch (this) {
            case FINISHED, FAILED, ERROR, DROPPED, GONE -> true;
            case STAGING,
                    STARTING,
                    RUNNING,
                    KILLING,
                    KILLED,
                    LOST,
                    UNREACHABLE,
                    GONE_BY_OPERATOR,
                    UNKNOWN ->
                    false;
        };
    }

    /// Mesos' name: `TASK_RUNNING`.
    public String mesosName() {
        return "TASK_" + name();
    }

    /// The state behind Mesos' name, if it is one.
    public static Optional<TaskState> ofMesosName(String name) {
        for (var state : values()) if (state.mesosName().equals(name)) return Optional.of(state);
        return Optional.empty();
    }
}
