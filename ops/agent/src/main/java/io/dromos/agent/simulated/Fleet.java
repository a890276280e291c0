package io.dromos.agent.simulated;

import io.dromos.agent.link.Hello;
import io.dromos.agent.link.Order;
import io.dromos.agent.link.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Resource;

/// Simulated agents: they take orders and report as real agents do, updates repeated until they are
/// acknowledged, but run nothing. A deterministic state machine without clock, thread or I/O: the
/// same settings and orders at the same times give the same reports. One thread owns it.
///
/// They live and end with the process of their master; a task of theirs is nowhere else.
public final class Fleet {

    /// What the agents are.
    ///
    /// @param agents how many, numbered from 0
    /// @param start how long after its order a task runs; STARTING is told at once
    /// @param failures the share of tasks that fail instead of running, from 0 to 1
    /// @param ip the address offers and tasks carry
    /// @param resources what each agent has
    /// @param attributes what offers say about each agent; one named `rack` is added, of which
    ///   there are [#RACKS]
    public record Settings(
            int agents,
            Duration start,
            double failures,
            String ip,
            List<Resource> resources,
            List<Attribute> attributes) {

        /// Copies the lists.
        public Settings {
            resources = List.copyOf(resources);
            attributes = List.copyOf(attributes);
        }
    }

    /// How many racks the agents stand in, one after the other.
    public static final int RACKS = 40;

    /// Something that is due by time alone.
    private record Alarm(Instant at, long order, SimulatedTask task) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final Settings settings;
    private final List<SimulatedAgent> agents;
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private final Deque<Report> ready = new ArrayDeque<>();
    private long count;

    /// Agents that nobody has heard of yet; see [#hello].
    public Fleet(Settings settings) {
        this.settings = settings;
        this.agents =
                IntStream.range(0, settings.agents())
                        .mapToObj(number -> new SimulatedAgent(number, settings))
                        .toList();
    }

    /// How many agents there are.
    public int size() {
        return agents.size();
    }

    /// What an agent says when it opens its link, for the first time or again.
    public Hello hello(int agent) {
        return agents.get(agent).hello();
    }

    /// An agent is given an order.
    ///
    /// @param now never before the time of the last order
    public void take(int agent, Order order, Instant now) {
        SimulatedAgent taker = agents.get(agent);
        switch (order) {
            case Order.Registered registered -> taker.register(registered.agentId());
            case Order.RunTask run -> run(taker, run, now);
            case Order.KillTask kill ->
                    taker.find(kill.frameworkId(), kill.taskId())
                            .ifPresent(task -> {
                                task.kill(now);
                                send(task, now);
                            });
            case Order.Acknowledge ack ->
                    taker.find(ack.frameworkId(), ack.taskId())
                            .ifPresent(task -> {
                                task.acknowledge(ack.uuid(), now);
                                send(task, now);
                                taker.forgetIfDone(task);
                            });
            case Order.ShutdownFramework gone -> taker.shutDown(gone.frameworkId());
            case Order.Leave _ -> taker.leave();
            case Order.Ping _ -> taker.id().ifPresent(id -> ready.add(new Report.Alive(id)));
        }
    }

    private void run(SimulatedAgent agent, Order.RunTask run, Instant now) {
        Optional<AgentID> id = agent.id();
        if (id.isEmpty()) {
            return;
        }
        boolean fails = fails(run.task().getTaskId().getValue());
        var task = new SimulatedTask(run, id.get(), settings.ip(), count++, fails, now);
        agent.add(task);
        send(task, now);
        if (settings.start().isZero()) {
            task.start(now);
        } else {
            alarms.add(new Alarm(now.plus(settings.start()), count++, task));
        }
    }

    /// The same task fails in every run.
    private boolean fails(String taskId) {
        int positive = (taskId.hashCode() * 0x9E3779B9) >>> 1;
        return positive < settings.failures() * Integer.MAX_VALUE;
    }

    /// What the agents report by now, each report once.
    public List<Report> due(Instant now) {
        while (!alarms.isEmpty() && !alarms.peek().at().isAfter(now)) {
            SimulatedTask task = alarms.remove().task();
            if (!task.isForgotten()) {
                if (task.isToStart(now.minus(settings.start()))) {
                    task.start(now);
                }
                send(task, now);
            }
        }
        List<Report> reports = new ArrayList<>(ready);
        ready.clear();
        return reports;
    }

    /// When there is something to report, if nothing happens before.
    public Optional<Instant> next() {
        return ready.isEmpty()
                ? Optional.ofNullable(alarms.peek()).map(Alarm::at)
                : Optional.of(Instant.MIN);
    }

    /// The outstanding update of a task, if it is due; it comes again until acknowledged.
    private void send(SimulatedTask task, Instant now) {
        Optional<Report> report = task.sendIfDue(now);
        report.ifPresent(ready::add);
        if (report.isPresent()) {
            task.dueAgain(now).ifPresent(at -> alarms.add(new Alarm(at, count++, task)));
        }
    }
}
