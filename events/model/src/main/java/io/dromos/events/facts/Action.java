package io.dromos.events.facts;

/// What a deployment does to an application.
public enum Action {
    /// A new application; it starts with no instances and is scaled in a later step.
    START,
    /// Only the number of instances changes, or a new application gets its first.
    SCALE,
    /// Instances are replaced by instances of the new version.
    RESTART,
    /// The application goes.
    STOP;

    /// Marathon's name: `ScaleApplication`.
    public String marathonName() {
        return switch (this) {
            case START -> "StartApplication";
            case SCALE -> "ScaleApplication";
            case RESTART -> "RestartApplication";
            case STOP -> "StopApplication";
        };
    }
}
