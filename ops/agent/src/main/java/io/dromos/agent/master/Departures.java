package io.dromos.agent.master;

import io.dromos.agent.link.Order;
import io.dromos.agent.link.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;

/// Agents report, fall silent and leave.
final class Departures {
    static final String MARKED_GONE = "Agent has been marked gone";

    private final Ledger ledger;
    private final Allocator allocator;

    Departures(Ledger ledger, Allocator allocator) {
        this.ledger = ledger;
        this.allocator = allocator;
    }

    /// What a connected agent reports; from any other agent it is not taken in.
    void reported(Report report) {
        Agent agent = ledger.agents.get(report.agentId().getValue());
        if (agent == null || agent.link().isEmpty()) {
            return;
        }
        agent.alive(ledger.now());
        switch (report) {
            case Report.Update update -> updated(agent, update);
            case Report.Alive _ -> agent.alive(ledger.now());
            case Report.Unregister _ -> unregistered(agent);
        }
    }

    private void updated(Agent agent, Report.Update update) {
        Framework framework = ledger.frameworks.get(update.frameworkId().getValue());
        if (framework == null) {
            ledger.send(agent, new Order.ShutdownFramework(update.frameworkId()));
            return;
        }
        TaskStatus status = update.status();
        Task task = agent.tasks.get(new Agent.Key(framework.id, status.getTaskId().getValue()));
        boolean ended = false;
        if (task != null) {
            ended = ledger.update(task, status, update.latest());
            task.passedOn(status);
        }
        ledger.tell(framework, status);
        if (ended && ledger.settings.eagerOffers()) {
            allocator.allocate(List.of(agent));
        }
    }

    /// The link of an agent ended: no more offers of it, until it is back or its time is up.
    void linkGone(String link) {
        for (Agent agent : ledger.agents.values()) {
            if (agent.link().equals(Optional.of(link))) {
                agent.disconnect();
                List.copyOf(agent.offers.values()).forEach(ledger::rescind);
            }
        }
    }

    /// Pings that are due, and agents that were silent too long.
    void wake() {
        for (Agent agent : List.copyOf(ledger.agents.values())) {
            if (isDue(agent.lastAlive().plus(ledger.settings.silence()))) {
                silent(agent);
            } else if (agent.link().isPresent() && isDue(agent.nextPing())) {
                ledger.send(agent, new Order.Ping());
                agent.pinged(ledger.now().plus(ledger.settings.agentPing()));
            }
        }
    }

    /// Silence that we did not listen to is none.
    void paused(Duration pause) {
        for (Agent agent : ledger.agents.values()) {
            Instant later = agent.lastAlive().plus(pause);
            agent.alive(later.isBefore(ledger.now()) ? later : ledger.now());
        }
    }

    private boolean isDue(Instant at) {
        return !ledger.now().isBefore(at);
    }

    private void silent(Agent agent) {
        Instant since = ledger.now();
        ledger.unreachable.put(agent.id, since);
        if (ledger.unreachable.size() > Settings.MAX_UNREACHABLE_AGENTS) {
            ledger.unreachable.remove(ledger.unreachable.keySet().iterator().next());
        }
        for (Task task : List.copyOf(agent.tasks.values())) {
            TaskState state = Reconciler.aware(task.framework, TaskState.TASK_UNREACHABLE);
            TaskStatus status =
                    gone(task, state, "health check timed out").toBuilder()
                            .setUnreachableTime(Statuses.time(since))
                            .build();
            boolean ran = !Task.isTerminal(task.state());
            leave(task, status);
            if (ran) {
                keepUnreachable(task);
            }
        }
        remove(agent);
    }

    private static void keepUnreachable(Task task) {
        task.framework.ended.remove(task);
        task.framework.unreachable.put(task.id(), task);
        if (task.framework.unreachable.size() > Settings.MAX_COMPLETED_TASKS) {
            String oldest = task.framework.unreachable.keySet().iterator().next();
            task.framework.unreachable.remove(oldest);
        }
    }

    private void unregistered(Agent agent) {
        String host = agent.info().getHostname();
        String message = "Agent " + host + " removed: the agent unregistered";
        for (Task task : List.copyOf(agent.tasks.values())) {
            leave(task, gone(task, TaskState.TASK_LOST, message));
        }
        remove(agent);
        ledger.announce(() -> OperatorEvents.agentRemoved(agent));
    }

    /// MARK_AGENT_GONE: the agent is sent away and its id never taken again. One that is
    /// unreachable is away already; its tasks are answered for as gone from now on.
    void markGone(String id) {
        if (ledger.gone.containsKey(id)) {
            return;
        }
        ledger.gone.put(id, ledger.now());
        if (ledger.gone.size() > Settings.MAX_UNREACHABLE_AGENTS) {
            ledger.gone.remove(ledger.gone.keySet().iterator().next());
        }
        ledger.unreachable.remove(id);
        Agent agent = ledger.agents.get(id);
        if (agent == null) {
            return;
        }
        ledger.send(agent, new Order.Leave(MARKED_GONE));
        for (Task task : List.copyOf(agent.tasks.values())) {
            TaskState state = Reconciler.aware(task.framework, TaskState.TASK_GONE_BY_OPERATOR);
            TaskStatus status = gone(task, state, MARKED_GONE);
            Reason reason = Reason.REASON_AGENT_REMOVED_BY_OPERATOR;
            leave(task, status.toBuilder().setReason(reason).build());
        }
        remove(agent);
    }

    private TaskStatus gone(Task task, TaskState state, String message) {
        return Statuses.of(
                task.info.getTaskId(),
                Optional.of(Statuses.agentId(task)),
                state,
                Reason.REASON_AGENT_REMOVED,
                message,
                ledger.now());
    }

    /// A task that had ended, but whose end was not acknowledged, is only taken out of the books.
    private void leave(Task task, TaskStatus status) {
        boolean ran = !Task.isTerminal(task.state());
        if (ran) {
            ledger.update(task, status, status.getState());
        }
        ledger.endTask(task);
        if (ran) {
            ledger.tell(task.framework, status);
        }
    }

    private void remove(Agent agent) {
        List.copyOf(agent.offers.values()).forEach(ledger::rescind);
        agent.link().ifPresent(link -> ledger.effect(new Effect.EndLink(link)));
        ledger.agents.remove(agent.id);
        for (Framework framework : ledger.frameworks.values()) {
            framework.clearFilters(agent.id);
            ledger.tell(framework, Events.agentFailure(agent.protoId()));
        }
    }
}
