package io.dromos.agent.master;

import io.dromos.agent.link.LinkJson;
import io.dromos.agent.link.Order;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.scheduler.Protos.Call;

/// What a scheduler asks about its tasks: RECONCILE, KILL, ACKNOWLEDGE.
final class Reconciler {
    private final Ledger ledger;

    Reconciler(Ledger ledger) {
        this.ledger = ledger;
    }

    /// All tasks that are in the books, or each one that is asked for.
    void reconcile(Framework framework, List<Call.Reconcile.Task> asked) {
        if (asked.isEmpty()) {
            framework
                    .tasks
                    .values()
                    .forEach(task -> ledger.tell(framework, Statuses.latest(task, ledger.now())));
            return;
        }
        for (Call.Reconcile.Task task : asked) {
            Optional<AgentID> agent =
                    task.hasAgentId() ? Optional.of(task.getAgentId()) : Optional.empty();
            answer(framework, task.getTaskId(), agent);
        }
    }

    private void answer(Framework framework, TaskID id, Optional<AgentID> agent) {
        Task known = framework.tasks.get(id.getValue());
        if (known != null) {
            ledger.tell(framework, Statuses.latest(known, ledger.now()));
        } else if (!ledger.mayComeBack(agent.map(AgentID::getValue))) {
            ledger.tell(framework, absent(framework, id, agent));
        }
    }

    private TaskStatus absent(Framework framework, TaskID id, Optional<AgentID> agent) {
        Task away = framework.unreachable.get(id.getValue());
        Optional<AgentID> where = away == null ? agent : Optional.of(Statuses.agentId(away));
        if (where.isPresent() && ledger.gone.containsKey(where.get().getValue())) {
            TaskState gone = aware(framework, TaskState.TASK_GONE_BY_OPERATOR);
            return status(id, where, gone, Statuses.GONE);
        }
        if (away != null) {
            return unreachable(framework, id, Statuses.agentId(away));
        }
        if (agent.isPresent() && ledger.agents.containsKey(agent.get().getValue())) {
            TaskState gone = aware(framework, TaskState.TASK_GONE);
            return status(id, agent, gone, Statuses.UNKNOWN_TO_AGENT);
        }
        if (agent.isPresent() && ledger.unreachable.containsKey(agent.get().getValue())) {
            return unreachable(framework, id, agent.get());
        }
        return status(id, agent, aware(framework, TaskState.TASK_UNKNOWN), Statuses.UNKNOWN);
    }

    private TaskStatus unreachable(Framework framework, TaskID id, AgentID agent) {
        TaskStatus status =
                status(
                        id,
                        Optional.of(agent),
                        aware(framework, TaskState.TASK_UNREACHABLE),
                        Statuses.UNREACHABLE);
        return Optional.ofNullable(ledger.unreachable.get(agent.getValue()))
                .map(since -> status.toBuilder().setUnreachableTime(Statuses.time(since)).build())
                .orElse(status);
    }

    private TaskStatus status(TaskID id, Optional<AgentID> agent, TaskState state, String message) {
        return Statuses.of(id, agent, state, Reason.REASON_RECONCILIATION, message, ledger.now());
    }

    /// Frameworks that do not know of partitions hear TASK_LOST instead.
    static TaskState aware(Framework framework, TaskState state) {
        return framework.isPartitionAware() ? state : TaskState.TASK_LOST;
    }

    /// KILL. An unknown task is answered like reconciliation; a wrong agent id drops it silently.
    void kill(Framework framework, Call.Kill kill) {
        Optional<AgentID> agent =
                kill.hasAgentId() ? Optional.of(kill.getAgentId()) : Optional.empty();
        Task task = framework.tasks.get(kill.getTaskId().getValue());
        if (task == null) {
            answer(framework, kill.getTaskId(), agent);
            return;
        }
        if (agent.isPresent() && !agent.get().getValue().equals(task.agentId)) {
            return;
        }
        Optional<KillPolicy> policy =
                kill.hasKillPolicy() ? Optional.of(kill.getKillPolicy()) : Optional.empty();
        task.kill(policy);
        Agent holder = ledger.agents.get(task.agentId);
        if (holder != null) {
            ledger.send(holder, killOrder(task));
        }
    }

    /// SHUTDOWN of what runs a command, which has the command's name. Others are not known here.
    void shutdown(Framework framework, Call.Shutdown shutdown) {
        Task task = framework.tasks.get(shutdown.getExecutorId().getValue());
        if (task != null && task.agentId.equals(shutdown.getAgentId().getValue())) {
            task.kill(Optional.empty());
            Optional.ofNullable(ledger.agents.get(task.agentId))
                    .ifPresent(holder -> ledger.send(holder, killOrder(task)));
        }
    }

    static Order killOrder(Task task) {
        return new Order.KillTask(frameworkId(task), task.info.getTaskId(), task.killPolicy());
    }

    /// ACKNOWLEDGE, passed on to the agent; the last one takes an ended task out of the books.
    void acknowledge(Framework framework, Call.Acknowledge acknowledge) {
        Agent agent = ledger.agents.get(acknowledge.getAgentId().getValue());
        if (agent == null || agent.link().isEmpty()) {
            return;
        }
        TaskID taskId = acknowledge.getTaskId();
        FrameworkID frameworkId = FrameworkID.newBuilder().setValue(framework.id).build();
        Task task = agent.tasks.get(new Agent.Key(framework.id, taskId.getValue()));
        if (task != null && task.acknowledge(acknowledge.getUuid())) {
            ledger.endTask(task);
        }
        LinkJson.uuid(acknowledge.getUuid())
                .ifPresent(uuid ->
                        ledger.send(agent, new Order.Acknowledge(frameworkId, taskId, uuid)));
    }

    private static FrameworkID frameworkId(Task task) {
        return FrameworkID.newBuilder().setValue(task.framework.id).build();
    }
}
