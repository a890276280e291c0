package io.dromos.api;

import io.dromos.events.TaskState;

/// Conditions of instances, in Marathon's words.
final class Conditions {

    private Conditions() {}

    /// The condition of an instance whose task is in this state.
    static String of(TaskState state) {
        return switch (state) {
            case STAGING -> "Staging";
            case STARTING -> "Starting";
            case RUNNING -> "Running";
            case KILLING -> "Killing";
            case FINISHED -> "Finished";
            case FAILED -> "Failed";
            case KILLED -> "Killed";
            case ERROR -> "Error";
            case LOST, UNREACHABLE -> "Unreachable";
            case DROPPED -> "Dropped";
            case GONE, GONE_BY_OPERATOR -> "Gone";
            case UNKNOWN -> "Unknown";
        };
    }
}
