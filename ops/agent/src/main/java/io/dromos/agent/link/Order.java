package io.dromos.agent.link;

import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;

/// What the master tells an agent, one RecordIO record each, in the order the master decided it. An
/// order is sent once; after a broken link the next [Hello] shows the master what arrived.
public sealed interface Order {

    /// The first record of every link: the master knows this agent, under this id for as long as
    /// the agent remembers it. The agent must ignore any other order before it. A link that brings
    /// no record, not even a [Ping], for `silenceSeconds` is dead: the agent opens a new one.
    record Registered(AgentID agentId, double silenceSeconds) implements Order {}

    /// Run this task, which belongs to this framework. The first answer is an [Update].
    record RunTask(FrameworkInfo framework, TaskInfo task) implements Order {}

    /// End this task: by this policy if given, else by the task's own, else TERM and KILL after 3
    /// s. For a task it does not know, the agent answers with nothing: the master answers for it.
    record KillTask(FrameworkID frameworkId, TaskID taskId, Optional<KillPolicy> policy)
            implements Order {}

    /// The scheduler has stored this update: forget it and send the task's next one.
    record Acknowledge(FrameworkID frameworkId, TaskID taskId, UUID uuid) implements Order {}

    /// The framework is gone: end and forget all its tasks, send no updates for them.
    record ShutdownFramework(FrameworkID frameworkId) implements Order {}

    /// The master was asked to remove this agent, or does not know its id any more: end every task,
    /// forget the id.
    record Leave(String message) implements Order {}

    /// Sign of life, several times per `silenceSeconds`; [MasterLink] answers it with
    /// [Report.Alive].
    record Ping() implements Order {}
}
