package io.dromos.domain.scheduling.model;

import io.dromos.domain.mesos.Offer;
import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.PortRange;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.domain.scheduling.model.ToyLog.Standing;
import io.dromos.events.AgentId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A master as the recordings show it: one stream at a time, offers that are spent once, updates
/// repeated until acknowledged, honest answers to questions.
final class ToyMesos {

    private static final int ACCEPTED = 202;
    private static final int BAD_STREAM = 400;

    private final Sim sim;
    private final ToyLog log;
    private final Map<AgentId, ToyAgent> agents = new TreeMap<>();
    private final Map<OfferId, AgentId> offers = new TreeMap<>();
    private final Map<AgentId, Long> filters = new HashMap<>();
    private @Nullable ToyLink link;
    private long stream;
    private long nextStream = 1;
    private long nextOffer = 1;
    private boolean suppressed;
    private long masterBackAt;
    private boolean oneDied;

    ToyMesos(Sim sim, ToyLog log) {
        this.sim = sim;
        this.log = log;
        for (int i = 1; i <= 4; i++) {
            var agent = new ToyAgent(sim, new AgentId("a" + i), this::report);
            agents.put(agent.id, agent);
        }
        sim.every(1_000, this::allocate);
    }

    /// A new stream; 0 if no master leads.
    long subscribe(ToyLink who) {
        if (sim.now() < masterBackAt) return 0;
        var before = link;
        if (before != null && before != who) before.broken(stream, true);
        link = who;
        stream = nextStream++;
        suppressed = false;
        offers.clear();
        filters.clear();
        for (var agent : agents.values()) agent.resend();
        return stream;
    }

    void closed(long which) {
        if (which != stream) return;
        stream = 0;
        link = null;
        offers.clear();
    }

    int call(long on, SchedulerCall call) {
        if (on != stream || stream == 0) return BAD_STREAM;
        switch (call) {
            case SchedulerCall.Accept accept -> accept(accept);
            case SchedulerCall.Decline decline ->
                    decline.offers()
                            .forEach(offer -> {
                                var agent = offers.remove(offer);
                                if (agent != null)
                                    filters.put(agent, sim.now() + decline.refuse().toMillis());
                            });
            case SchedulerCall.Revive _ -> {
                suppressed = false;
                filters.clear();
                sim.after(1, this::allocate);
            }
            case SchedulerCall.Suppress _ -> suppressed = true;
            case SchedulerCall.UpdateRoles _ -> {}
            case SchedulerCall.Kill kill -> kill(kill);
            case SchedulerCall.Acknowledge ack ->
                    agent(ack.agent()).ifPresent(a -> a.acknowledge(ack));
            case SchedulerCall.Reconcile(var questions) -> reconcile(questions);
            case SchedulerCall.Teardown _ -> sim.violation("torn down");
        }
        return ACCEPTED;
    }

    /// Whether it runs or will.
    boolean isLive(TaskId task) {
        return agents.values().stream().anyMatch(agent -> agent.isLive(task.value()));
    }

    List<String> liveTasks() {
        return agents.values().stream().flatMap(agent -> agent.liveTasks().stream()).toList();
    }

    void dropStream() {
        if (link != null) link.broken(stream, false);
    }

    /// Another master leads: it knows no offer, and each agent only once that has come back.
    void failOver() {
        sim.tell("master fails over");
        dropStream();
        stream = 0;
        link = null;
        offers.clear();
        masterBackAt = sim.now() + sim.between(100, 15_000);
        for (var agent : agents.values()) {
            agent.forgetLaunches();
            agent.leave();
            if (!oneDied && sim.fault(0.05)) die(agent);
            else sim.after(sim.between(1_000, 120_000), () -> agent.returns(false));
        }
    }

    /// It never comes back to the new master, which says nothing of it for ten minutes, and then
    /// only that it was removed.
    private void die(ToyAgent agent) {
        sim.tell("agent " + agent.id + " dies");
        oneDied = true;
        agent.die();
        sim.after(
                600_000,
                () -> {
                    agent.remove();
                    send(new SchedulerEvent.Failed(Optional.of(agent.id), Optional.empty()));
                });
    }

    /// An agent falls silent, and comes back.
    void partition() {
        var agent = sim.oneOf(List.copyOf(agents.values()));
        if (!agent.isHere()) return;
        sim.tell("agent " + agent.id + " is unreachable");
        rescind(agent.id);
        agent.leave();
        agent.tellUnreachable();
        sim.after(sim.between(5_000, 300_000), () -> agent.returns(true));
    }

    void rescindOne() {
        if (!offers.isEmpty()) rescind(offers.values().iterator().next());
    }

    void endOne() {
        sim.oneOf(List.copyOf(agents.values())).endOne();
    }

    void heal() {
        for (var agent : agents.values()) sim.after(60_000, () -> agent.returns(true));
    }

    private void allocate() {
        if (link == null || suppressed) return;
        for (var agent : agents.values()) {
            boolean filtered = filters.getOrDefault(agent.id, 0L) > sim.now();
            if (!agent.isHere() || filtered || offers.containsValue(agent.id)) continue;
            if (agent.freeCpus() < 1) continue;
            var id = new OfferId("o" + nextOffer++);
            offers.put(id, agent.id);
            send(new SchedulerEvent.Offered(List.of(offer(id, agent))));
        }
    }

    private static Offer offer(OfferId id, ToyAgent agent) {
        return new Offer(
                id,
                agent.id,
                agent.id.value(),
                "127.0.0.1",
                "*",
                agent.freeCpus(),
                100_000,
                100_000,
                0,
                List.of(new PortRange(1, 9)),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    private void accept(SchedulerCall.Accept accept) {
        var agent = agent(accept.launches().getFirst().agent());
        boolean valid = offers.keySet().containsAll(accept.offers());
        accept.offers().forEach(offers::remove);
        if (!valid || agent.isEmpty()) {
            for (var launch : accept.launches())
                send(
                        new SchedulerEvent.Updated(
                                told(
                                        launch.task().value(),
                                        TaskState.DROPPED,
                                        Optional.of(launch.agent()),
                                        "REASON_INVALID_OFFERS")));
            return;
        }
        if (agent.get().freeCpus() < accept.launches().size())
            sim.violation("overspent: " + accept);
        accept.launches().forEach(launch -> launch(agent.get(), launch));
    }

    private void launch(ToyAgent agent, TaskLaunch launch) {
        var standing = log.plan(launch.task()).map(plan -> plan.standing);
        if (standing.filter(Standing.ABANDONED::equals).isPresent())
            sim.violation("an abandoned task was launched: " + launch.task());
        agent.launch(launch.task().value());
    }

    private void kill(SchedulerCall.Kill kill) {
        for (var agent : agents.values())
            if (agent.isHere() && agent.isLive(kill.taskId())) {
                agent.kill(kill.taskId());
                return;
            }
        answer(kill.taskId(), kill.agent());
    }

    private void reconcile(List<SchedulerCall.Question> questions) {
        for (var question : questions)
            answer(question.task().value(), Optional.of(question.agent()));
        if (!questions.isEmpty()) return;
        for (var agent : agents.values())
            if (agent.isHere())
                agent.liveTasks().forEach(task -> answer(task, Optional.of(agent.id)));
    }

    /// What a master says of a task: nothing while its agent may still come back to it.
    private void answer(String task, Optional<AgentId> asked) {
        var agent = asked.flatMap(this::agent);
        if (agent.isPresent() && agent.get().isComingBack()) return;
        var state =
                agent.map(a -> a.isHere() ? a.stateOf(task) : a.unreachableOf(task))
                        .orElse(TaskState.UNKNOWN);
        send(new SchedulerEvent.Updated(told(task, state, asked, "REASON_RECONCILIATION")));
    }

    private void rescind(AgentId agent) {
        for (var offer : List.copyOf(offers.keySet()))
            if (agent.equals(offers.get(offer))) {
                offers.remove(offer);
                send(new SchedulerEvent.Rescinded(offer));
            }
    }

    private void report(TaskStatus status) {
        send(new SchedulerEvent.Updated(status));
    }

    private void send(SchedulerEvent event) {
        if (link != null) link.event(stream, event);
    }

    private Optional<ToyAgent> agent(AgentId id) {
        return Optional.ofNullable(agents.get(id));
    }

    private TaskStatus told(String task, TaskState state, Optional<AgentId> agent, String reason) {
        return new TaskStatus(
                task,
                state,
                agent,
                Optional.empty(),
                Optional.of(reason),
                "toy",
                Optional.empty(),
                List.of(),
                sim.wall());
    }
}
