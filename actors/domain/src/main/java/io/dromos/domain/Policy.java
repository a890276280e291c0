package io.dromos.domain;

import java.time.Duration;

/// What whoever runs the server has settled about how things are decided.
///
/// @param launchMax how long a task may take until Mesos tells of it, and from then until it runs,
///   as Marathon's `--task_launch_timeout`; only time during which Mesos was listened to counts
/// @param role of an application that names none, as Marathon's `--mesos_role`
/// @param newGroupsEnforce whether a new top-level group enforces its role, as Marathon's
///   `--new_group_enforce_role top`
public record Policy(Duration launchMax, String role, boolean newGroupsEnforce) {

    /// Marathon's defaults.
    public static final Policy DEFAULT = new Policy(Duration.ofMinutes(5), "*", false);
}
