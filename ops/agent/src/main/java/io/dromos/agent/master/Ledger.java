package io.dromos.agent.master;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.agent.link.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;

/// What the books hold, and the few changes everything is made of; confined to [Books].
///
/// The invariant behind "an offer is never spent twice": an agent's `free` is its total less its
/// offers less its tasks that have not ended, and each of these holds resources exactly as long as
/// it is in [Agent#offers] or counted by [#addTask], [#endTask].
final class Ledger {
    /// Ids that a master gives to frameworks and agents begin with its own, which is a UUID.
    private static final Pattern OF_A_MASTER =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-S?[0-9]+");

    final Settings settings;
    final Map<String, Framework> frameworks = new LinkedHashMap<>();
    final Map<String, Framework> completed = new LinkedHashMap<>();
    final Map<String, Agent> agents = new LinkedHashMap<>();
    final Map<String, Instant> unreachable = new LinkedHashMap<>();
    final Map<String, Instant> gone = new LinkedHashMap<>();
    final Map<String, Offer> offers = new LinkedHashMap<>();
    final Watchers watchers = new Watchers();

    private final List<Effect> effects = new ArrayList<>();
    private Instant now;
    private boolean succeeds;
    private long frameworkCount;
    private long agentCount;
    private long offerCount;

    Ledger(Settings settings) {
        this.settings = settings;
        this.now = settings.started();
    }

    Instant now() {
        return now;
    }

    void begin(Instant at) {
        now = at;
        effects.clear();
    }

    List<Effect> effects() {
        return List.copyOf(effects);
    }

    /// Tells a framework, if its scheduler is there to listen.
    boolean tell(Framework framework, Event event) {
        Optional<String> stream = framework.stream();
        stream.ifPresent(id -> effects.add(new Effect.Tell(id, event)));
        return stream.isPresent();
    }

    boolean tell(Framework framework, TaskStatus status) {
        return tell(framework, Events.update(status));
    }

    /// Tells every operator that watches; costs nothing when nobody does.
    void announce(Supplier<ObjectNode> event) {
        if (!watchers.isEmpty()) {
            ObjectNode json = event.get();
            watchers.streams().forEach(id -> effects.add(new Effect.TellOperator(id, json)));
        }
    }

    void effect(Effect effect) {
        effects.add(effect);
    }

    /// Orders an agent, if it is connected; what it misses is settled by its next hello.
    boolean send(Agent agent, Order order) {
        Optional<String> link = agent.link();
        link.ifPresent(id -> effects.add(new Effect.Send(id, order)));
        return link.isPresent();
    }

    /// Notes an id that somebody brings from before this master's start: there was another before
    /// it.
    void met(String id) {
        succeeds |= isForeign(id);
    }

    /// Whether an agent may still come back that this master never saw, since it served the master
    /// before this one: for ten minutes nothing is said of its tasks, as by a master that recovers
    /// its agents from a registry. Without an agent, that is any task of an earlier master.
    boolean mayComeBack(Optional<String> agentId) {
        if (!now.isBefore(settings.started().plus(Settings.REREGISTER))) {
            return false;
        }
        return agentId.map(id -> isForeign(id) && !knowsAgent(id)).orElse(succeeds);
    }

    private boolean isForeign(String id) {
        return OF_A_MASTER.matcher(id).matches() && !id.startsWith(settings.masterId());
    }

    /// Whether an agent of this id is or was here.
    boolean knowsAgent(String id) {
        return agents.containsKey(id) || unreachable.containsKey(id) || gone.containsKey(id);
    }

    String newFrameworkId() {
        return "%s-%04d".formatted(settings.masterId(), frameworkCount++);
    }

    String newAgentId() {
        return settings.masterId() + "-S" + agentCount++;
    }

    Offer addOffer(Framework framework, Agent agent, String role, Amounts amounts) {
        String id = settings.masterId() + "-O" + offerCount++;
        Offer offer = new Offer(id, framework, agent, role, amounts);
        offers.put(id, offer);
        agent.offers.put(id, offer);
        agent.take(amounts);
        framework.hold(amounts);
        return offer;
    }

    /// Takes an offer out of the books; its resources are free again.
    void removeOffer(Offer offer) {
        offers.remove(offer.id());
        offer.agent().offers.remove(offer.id());
        offer.agent().giveBack(offer.amounts());
        offer.framework().release(offer.amounts());
    }

    void rescind(Offer offer) {
        removeOffer(offer);
        tell(offer.framework(), Events.rescind(offer.id()));
    }

    /// Adds a task; unless it has ended already, it holds its resources.
    void addTask(Task task, Agent agent) {
        task.framework.tasks.put(task.id(), task);
        agent.tasks.put(key(task), task);
        if (!Task.isTerminal(task.state())) {
            agent.take(task.amounts);
            task.framework.hold(task.amounts);
        }
    }

    /// Takes a status in; true when the task gave its resources back by it.
    boolean update(Task task, TaskStatus status, TaskState latest) {
        boolean had = !Task.isTerminal(task.state());
        boolean news = had && (status.getState() != task.state() || isCheckResult(status));
        task.add(status, latest);
        if (news) {
            announce(() -> OperatorEvents.taskUpdated(task, status));
        }
        boolean ended = had && Task.isTerminal(task.state());
        if (ended) {
            release(task);
        }
        return ended;
    }

    private static boolean isCheckResult(TaskStatus status) {
        return status.getReason() == TaskStatus.Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED
                || status.getReason() == TaskStatus.Reason.REASON_TASK_CHECK_STATUS_UPDATED;
    }

    /// Takes a task out of the books; it is kept as ended, to be shown.
    void endTask(Task task) {
        forget(task);
        task.framework.end(task);
    }

    /// Takes a task off its agent, which left: it gives its resources back, too.
    void forget(Task task) {
        if (!Task.isTerminal(task.state())) {
            release(task);
        }
        task.framework.tasks.remove(task.id());
        Agent agent = agents.get(task.agentId);
        if (agent != null) {
            agent.tasks.remove(key(task));
        }
    }

    private void release(Task task) {
        Agent agent = agents.get(task.agentId);
        if (agent != null) {
            agent.giveBack(task.amounts);
        }
        task.framework.release(task.amounts);
    }

    private static Agent.Key key(Task task) {
        return new Agent.Key(task.framework.id, task.id());
    }
}
