package io.dromos.domain;

/// Bounds of what may be asked for; a request beyond is refused with the bound in the message.
///
/// @param applicationsMax definitions in force at a time
/// @param groupsMax groups at a time, those that an application's path brings about among them
/// @param depthMax segments in the path of an application or a group
/// @param instancesMax instances of one application
/// @param deploymentsMax deployments open at a time, as Marathon's `--max_running_deployments`
/// @param servicePortMin first service port to assign, as Marathon's `--local_port_min`
/// @param servicePortMax one beyond the last, as Marathon's `--local_port_max`
public record Limits(
        int applicationsMax,
        int groupsMax,
        int depthMax,
        int instancesMax,
        int deploymentsMax,
        int servicePortMin,
        int servicePortMax) {

    /// The bounds a server starts with.
    public static final Limits DEFAULT =
            new Limits(20_000, 20_000, 32, 100_000, 100, 10_000, 20_000);
}
