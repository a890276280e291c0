package io.dromos.domain.mesos;

import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.TaskId;
import io.dromos.events.Version;
import io.dromos.events.spec.ApplicationSpec;
import java.util.List;

/// A task to launch from accepted offers; the Mesos client turns it into a `TaskInfo`.
///
/// @param task its id
/// @param app whose instance it is
/// @param version of the definition
/// @param spec the definition to run
/// @param agent where
/// @param host the agent's host name
/// @param role allocation role of the offers it is paid from
/// @param hostPorts chosen host ports: one per port definition, or one per port mapping that has a
///   host port, in order
public record TaskLaunch(
        TaskId task,
        AppId app,
        Version version,
        ApplicationSpec spec,
        AgentId agent,
        String host,
        String role,
        List<Integer> hostPorts) {

    /// Copies what it is given.
    public TaskLaunch {
        hostPorts = List.copyOf(hostPorts);
    }
}
