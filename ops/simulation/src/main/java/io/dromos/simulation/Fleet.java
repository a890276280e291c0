package io.dromos.simulation;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import io.dromos.events.TaskState;
import io.dromos.simulation.Roster.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The agents, and what the leading master knows of them and of their tasks.
final class Fleet {

    private static final long UNREACHABLE_AFTER = 30_000;
    private static final long RETURNS_WITHIN = 600_000;

    private final Course course;
    private final Mesos mesos;
    private final TreeMap<AgentId, Agent> agents = new TreeMap<>();
    private final Map<AgentId, Integer> connections = new TreeMap<>();
    private final Roster roster = new Roster();
    private final Map<String, Roster.Known> tasks = roster.tasks();
    private final Map<AgentId, Standing> standings = roster.standings();
    private final Map<String, Roster.Known> lost = new TreeMap<>();
    private final TreeSet<String> killLater = new TreeSet<>();
    private int nextAgent = 1;
    private boolean hasStranger;

    Fleet(Course course, Mesos mesos, int size) {
        this.course = course;
        this.mesos = mesos;
        for (int number = 0; number < size; number++) join("host-" + number);
    }

    void join(String host) {
        var id = new AgentId("a" + nextAgent++);
        agents.put(id, new Agent(course, id, host, this::report));
        standings.put(id, Standing.REGISTERED);
        connections.put(id, 0);
    }

    /// The tasks that the master knows.
    Roster roster() {
        return roster;
    }

    Optional<Agent> find(AgentId id) {
        return Optional.ofNullable(agents.get(id));
    }

    List<Agent> registered() {
        return agents.values().stream()
                .filter(it -> it.isConnected() && standings.get(it.id()) == Standing.REGISTERED)
                .toList();
    }

    private List<Agent> living() {
        return agents.values().stream().filter(agent -> !agent.isDead()).toList();
    }

    /// Everything that runs or will, on machines that are not gone.
    Set<String> liveTasks() {
        var live = new TreeSet<String>();
        for (var agent : living()) live.addAll(agent.liveTasks());
        return live;
    }

    /// What runs or will, by what it was launched as.
    List<TaskLaunch> liveLaunches() {
        return living().stream().flatMap(it -> it.liveLaunches().stream()).toList();
    }

    /// Once, a task of the framework that nobody of ours planned runs somewhere.
    void haveStranger(FrameworkId framework) {
        if (hasStranger) return;
        hasStranger = true;
        if (course.chance(0.3))
            agents.firstEntry()
                    .getValue()
                    .host(framework, "team_app0.instance-" + Mesos.STRANGER + "._app.1");
    }

    void launch(FrameworkId framework, Agent agent, TaskLaunch launch) {
        tasks.put(
                launch.task().value(),
                new Roster.Known(
                        framework,
                        agent.id(),
                        TaskState.STAGING,
                        Judge.cpus(launch),
                        Judge.mem(launch)));
        toAgent(agent, () -> agent.launch(framework, launch));
    }

    /// In order, for as long as the connection stands.
    private void toAgent(Agent agent, Runnable message) {
        int on = connections.getOrDefault(agent.id(), 0);
        course.after(
                8,
                () -> {
                    if (agent.isConnected() && connections.getOrDefault(agent.id(), 0) == on)
                        message.run();
                });
    }

    /// Whether the master knows the task.
    boolean kill(String task) {
        var known = tasks.get(task);
        if (known == null || known.state().isTerminal()) return false;
        var agent = agents.get(known.agent());
        if (agent == null || !agent.isConnected()) killLater.add(task);
        else toAgent(agent, () -> agent.kill(task));
        return true;
    }

    void acknowledge(SchedulerCall.Acknowledge it) {
        find(it.agent())
                .ifPresent(
                        agent -> toAgent(agent, () -> agent.acknowledge(it.taskId(), it.uuid())));
    }

    /// An agent's update passes the master.
    private void report(FrameworkId framework, TaskStatus status) {
        var agent = status.agent().orElseThrow();
        if (standings.get(agent) != Standing.REGISTERED) return;
        var known = tasks.get(status.taskId());
        long cpus = known == null ? 0 : known.cpus();
        long mem = known == null ? 0 : known.mem();
        tasks.put(status.taskId(), new Roster.Known(framework, agent, status.state(), cpus, mem));
        if (status.state().isTerminal()) tasks.remove(status.taskId());
        mesos.tell(framework, new SchedulerEvent.Updated(status));
    }

    void endOne() {
        if (!living().isEmpty()) course.oneOf(living()).endOne();
    }

    /// An agent falls silent, and comes back.
    void partition() {
        var some = registered();
        if (some.isEmpty()) return;
        var agent = course.oneOf(some);
        course.tell("agent " + agent.id() + " is silent");
        silence(agent);
        course.after(course.between(500, Silences.longest(course)), () -> comeBack(agent));
    }

    /// A machine dies; another takes its place, and the agent is never heard of again.
    void dieOne() {
        var some = registered();
        if (some.size() < 3) return;
        var agent = course.oneOf(some);
        agent.die();
        silence(agent);
        course.after(course.between(2_000, 30_000), () -> join(agent.host()));
        // The next master does not know what ran there.
        if (course.mishap(0.3)) course.after(course.between(0, 28_000), mesos::failOver);
        if (course.chance(0.5))
            course.after(course.between(40_000, 150_000), () -> markGone(agent));
    }

    private void silence(Agent agent) {
        agent.disconnect();
        connections.merge(agent.id(), 1, Integer::sum);
        mesos.rescind(agent);
        int on = connections.getOrDefault(agent.id(), 0);
        course.after(
                UNREACHABLE_AFTER,
                () -> {
                    boolean same = connections.getOrDefault(agent.id(), 0) == on;
                    if (same && !agent.isConnected()) unreachable(agent.id());
                });
    }

    private void unreachable(AgentId agent) {
        var standing = standings.get(agent);
        if (standing == Standing.UNREACHABLE || standing == Standing.GONE) return;
        course.tell("agent " + agent + " is unreachable");
        standings.put(agent, Standing.UNREACHABLE);
        tellOf(agent, TaskState.UNREACHABLE, "REASON_AGENT_REMOVED", tasks);
        mesos.tellAll(new SchedulerEvent.Failed(Optional.of(agent), Optional.empty()));
    }

    private void markGone(Agent agent) {
        if (!agent.isDead() || standings.get(agent.id()) == Standing.GONE) return;
        course.tell("agent " + agent.id() + " is gone");
        unreachable(agent.id());
        standings.put(agent.id(), Standing.GONE);
        tellOf(agent.id(), TaskState.GONE_BY_OPERATOR, "REASON_AGENT_REMOVED_BY_OPERATOR", lost);
    }

    private void tellOf(
            AgentId agent, TaskState state, String why, Map<String, Roster.Known> from) {
        for (var entry : new TreeMap<>(from).entrySet()) {
            var known = entry.getValue();
            if (!known.agent().equals(agent)) continue;
            from.remove(entry.getKey());
            if (state == TaskState.UNREACHABLE) lost.put(entry.getKey(), known);
            mesos.tell(
                    known.framework(),
                    new SchedulerEvent.Updated(
                            mesos.status(entry.getKey(), state, Optional.of(agent), why)));
        }
    }

    private void comeBack(Agent agent) {
        if (agent.isDead() || agent.isConnected()) return;
        course.tell("agent " + agent.id() + " is back");
        var before = standings.get(agent.id());
        boolean missed = before == Standing.UNREACHABLE || before == Standing.FORGOTTEN;
        standings.put(agent.id(), Standing.REGISTERED);
        connections.merge(agent.id(), 1, Integer::sum);
        dropUnarrived(agent);
        for (var name : agent.liveTasks()) {
            agent.stateOf(name)
                    .filter(it -> missed && (it == TaskState.RUNNING || Steersmen.are(course)))
                    .ifPresent(it ->
                            mesos.tell(
                                    agent.framework(name),
                                    new SchedulerEvent.Updated(
                                            mesos.status(
                                                    name,
                                                    it,
                                                    Optional.of(agent.id()),
                                                    "REASON_AGENT_REREGISTERED"))));
            lost.remove(name);
        }
        roster.remember(agent);
        agent.connect();
        for (var name : agent.liveTasks())
            if (killLater.remove(name)) toAgent(agent, () -> agent.kill(name));
    }

    /// Launches that were on their way when the connection broke.
    private void dropUnarrived(Agent agent) {
        for (var entry : new TreeMap<>(tasks).entrySet()) {
            var known = entry.getValue();
            if (!known.agent().equals(agent.id()) || agent.isKnown(entry.getKey())) continue;
            tasks.remove(entry.getKey());
            mesos.tell(
                    known.framework(),
                    new SchedulerEvent.Updated(
                            mesos.status(
                                    entry.getKey(),
                                    TaskState.DROPPED,
                                    Optional.of(agent.id()),
                                    "REASON_AGENT_DISCONNECTED")));
        }
    }

    void failOver() {
        tasks.clear();
        lost.clear();
        killLater.clear();
        for (var agent : new ArrayList<>(agents.values())) {
            if (standings.get(agent.id()) == Standing.REGISTERED)
                standings.put(agent.id(), Standing.RECOVERING);
            // The registry keeps so many of them only.
            if (standings.get(agent.id()) == Standing.UNREACHABLE && course.mishap(0.5))
                standings.put(agent.id(), Standing.FORGOTTEN);
            if (agent.isConnected()) {
                agent.disconnect();
                connections.merge(agent.id(), 1, Integer::sum);
                course.after(
                        course.between(1_000, course.mishap(0.1) ? 100_000 : 20_000),
                        () -> comeBack(agent));
            }
            course.after(
                    RETURNS_WITHIN,
                    () -> {
                        if (standings.get(agent.id()) == Standing.RECOVERING)
                            unreachable(agent.id());
                    });
        }
    }

    /// Some fall silent until all are healed.
    void silenceSome() {
        for (int some = course.below(3); some > 0; some--) {
            var others = registered();
            if (others.size() > 3) silence(course.oneOf(others));
        }
    }

    /// Whoever can comes back, and the operator says which machines are gone.
    void heal() {
        for (var agent : List.copyOf(agents.values())) {
            course.after(1_000, () -> comeBack(agent));
            course.after(2_000, () -> markGone(agent));
        }
    }
}
