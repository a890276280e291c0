package io.dromos.agent.link;

import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/// The body of `POST /api/v1/agent-link`, with which an agent opens (or replaces) its link.
///
/// @param agent host name, port, resources, attributes; `id` if the agent remembers one
/// @param ip the address under which the agent's HTTP endpoints are reached
/// @param frameworks every framework that has a task in `tasks`
/// @param tasks every task that runs, or has an update not acknowledged yet
public record Hello(
        AgentInfo agent, String ip, List<FrameworkInfo> frameworks, List<KnownTask> tasks) {

    /// Copies the lists.
    public Hello {
        frameworks = List.copyOf(frameworks);
        tasks = List.copyOf(tasks);
    }

    /// One task on the agent.
    ///
    /// @param statuses its updates so far, oldest first; the last is the state it is in now. Empty
    ///   for a task that is still staging
    /// @param unacknowledged the oldest update that the scheduler has not acknowledged; the master
    ///   passes it on at once, and the agent starts its retry interval anew
    public record KnownTask(
            FrameworkID frameworkId,
            TaskInfo task,
            List<TaskStatus> statuses,
            Optional<TaskStatus> unacknowledged) {

        /// Copies the list.
        public KnownTask {
            statuses = List.copyOf(statuses);
        }
    }
}
