package io.dromos.agent.link;

import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/// What an agent tells its master: the body of `POST /api/v1/agent-link/update`. The master answers
/// 202 when it has taken the report in, 409 when it does not know the agent as connected: then the
/// agent keeps the report and opens its link anew.
public sealed interface Report {

    /// Who reports.
    AgentID agentId();

    /// A status update. The agent sends one per task at a time and repeats it after 10, 20, 40 … s
    /// (at most 600 s) until an [Order.Acknowledge] names its uuid.
    ///
    /// @param status with `uuid` (16 bytes), `timestamp`, `source`, `agent_id`, `executor_id`
    /// @param latest the task's state now, which may be later than this update's: resources of an
    ///   ended task come free although older updates wait
    record Update(AgentID agentId, FrameworkID frameworkId, TaskStatus status, TaskState latest)
            implements Report {}

    /// The answer to [Order.Ping]; [MasterLink] gives it by itself, so that an agent that hangs or
    /// is frozen falls silent although its connection stands.
    record Alive(AgentID agentId) implements Report {}

    /// The agent ends and takes its tasks with it (SIGUSR1 in Mesos).
    record Unregister(AgentID agentId) implements Report {}
}
