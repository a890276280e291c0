package io.dromos.agent.master;

import io.dromos.agent.link.Hello;
import io.dromos.agent.link.Hello.KnownTask;
import io.dromos.agent.link.Order;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;

/// Agents come and come back: what they run is compared with what the books say.
final class Registrations {
    private static final String BACK = "Unreachable agent re-reregistered"; // sic: Mesos' words

    private final Ledger ledger;
    private final Allocator allocator;

    Registrations(Ledger ledger, Allocator allocator) {
        this.ledger = ledger;
        this.allocator = allocator;
    }

    /// An agent opens its link, for the first time or again.
    void opened(String link, Hello hello) {
        String given = hello.agent().getId().getValue();
        Agent known = ledger.agents.get(given);
        if (ledger.gone.containsKey(given)) {
            ledger.effect(new Effect.Send(link, new Order.Leave(Departures.MARKED_GONE)));
            ledger.effect(new Effect.EndLink(link));
        } else if (known == null && ledger.agents.size() >= Settings.MAX_AGENTS) {
            ledger.effect(new Effect.EndLink(link));
        } else if (known == null) {
            Agent added = add(given, hello);
            take(added, link, hello, ledger.unreachable.remove(given) != null);
            ledger.announce(() -> OperatorEvents.agentAdded(added));
            allocator.allocate(List.of(added));
        } else {
            take(known, link, hello, false);
            // A real master waits for its next allocation; what is eager does not.
            if (ledger.settings.eagerOffers()) {
                allocator.allocate(List.of(known));
            }
        }
    }

    private Agent add(String given, Hello hello) {
        ledger.met(given);
        String id = given.isEmpty() ? ledger.newAgentId() : given;
        Agent agent = new Agent(id, hello, ledger.now());
        ledger.agents.put(id, agent);
        return agent;
    }

    private void take(Agent agent, String link, Hello hello, boolean wasUnreachable) {
        agent.link().ifPresent(old -> ledger.effect(new Effect.EndLink(old)));
        List.copyOf(agent.offers.values()).forEach(ledger::rescind);
        agent.connect(link, hello, ledger.now(), hello.agent().hasId());
        agent.pinged(ledger.now().plus(ledger.settings.agentPing()));
        double silence = ledger.settings.silence().toMillis() / 1e3;
        ledger.send(agent, new Order.Registered(agent.protoId(), silence));
        Set<Agent.Key> told = settle(agent, hello, wasUnreachable);
        List.copyOf(agent.tasks.entrySet()).stream()
                .filter(entry -> !told.contains(entry.getKey()))
                .forEach(entry -> missing(entry.getValue()));
    }

    private Set<Agent.Key> settle(Agent agent, Hello hello, boolean wasUnreachable) {
        Map<String, FrameworkInfo> infos = new HashMap<>();
        hello.frameworks().forEach(info -> infos.put(info.getId().getValue(), info));
        Set<Agent.Key> told = new HashSet<>();
        Set<FrameworkID> removed = new HashSet<>();
        for (KnownTask known : hello.tasks()) {
            FrameworkID id = known.frameworkId();
            Optional<Framework> framework = framework(id, infos);
            if (framework.isPresent()) {
                told.add(new Agent.Key(id.getValue(), known.task().getTaskId().getValue()));
                settle(framework.get(), agent, known, wasUnreachable);
            } else if (removed.add(id)) {
                ledger.send(agent, new Order.ShutdownFramework(id));
            }
        }
        return told;
    }

    /// The framework of a task that an agent tells of. One that was removed stays removed; one that
    /// nobody knows, as after a restart of this master, waits for its scheduler to come back.
    private Optional<Framework> framework(FrameworkID id, Map<String, FrameworkInfo> infos) {
        Framework known = ledger.frameworks.get(id.getValue());
        FrameworkInfo info = infos.get(id.getValue());
        if (known != null || info == null || ledger.completed.containsKey(id.getValue())) {
            return Optional.ofNullable(known);
        }
        Framework recovered = new Framework(id.getValue(), info, ledger.now(), true);
        recovered.disconnect(ledger.now().plus(Settings.REREGISTER));
        ledger.frameworks.put(recovered.id, recovered);
        return Optional.of(recovered);
    }

    private void settle(Framework framework, Agent agent, KnownTask known, boolean wasUnreachable) {
        String id = known.task().getTaskId().getValue();
        framework.unreachable.remove(id);
        Task task = framework.tasks.get(id);
        if (task != null && !task.agentId.equals(agent.id)) {
            FrameworkID frameworkId = known.frameworkId();
            TaskID twice = known.task().getTaskId();
            ledger.send(agent, new Order.KillTask(frameworkId, twice, Optional.empty()));
            return;
        }
        if (task == null) {
            task = added(framework, agent, known);
        } else {
            Task held = task;
            held.news(known.statuses())
                    .forEach(status -> ledger.update(held, status, status.getState()));
        }
        if (wasUnreachable && !Task.isTerminal(task.state())) {
            Reason reason = Reason.REASON_AGENT_REREGISTERED;
            ledger.tell(framework, Statuses.current(task, reason, BACK, ledger.now()));
        }
        if (known.unacknowledged().isPresent()) {
            passOn(task, known.unacknowledged().get());
        }
        if (task.isKilled() && !Task.isTerminal(task.state())) {
            ledger.send(agent, Reconciler.killOrder(task));
        }
    }

    private Task added(Framework framework, Agent agent, KnownTask known) {
        Amounts amounts = Amounts.of(known.task().getResourcesList(), "*");
        Task task = new Task(framework, agent.id, known.task(), amounts);
        for (TaskStatus status : known.statuses()) {
            task.add(status, status.getState());
            task.resume(status);
        }
        ledger.addTask(task, agent);
        ledger.announce(() -> OperatorEvents.taskAdded(task));
        return task;
    }

    private void passOn(Task task, TaskStatus status) {
        task.passedOn(status);
        ledger.tell(task.framework, status);
    }

    /// A task that its agent does not know: its order was lost on the way, or the agent forgot it.
    private void missing(Task task) {
        if (!Task.isTerminal(task.state())) {
            TaskState state =
                    task.state() == TaskState.TASK_STAGING
                            ? TaskState.TASK_DROPPED
                            : TaskState.TASK_GONE;
            TaskState told = Reconciler.aware(task.framework, state);
            TaskStatus status =
                    Statuses.of(
                            task.info.getTaskId(),
                            Optional.of(Statuses.agentId(task)),
                            told,
                            Reason.REASON_RECONCILIATION,
                            Statuses.UNKNOWN_TO_AGENT,
                            ledger.now());
            ledger.update(task, status, told);
            ledger.tell(task.framework, status);
        }
        ledger.endTask(task);
    }
}
