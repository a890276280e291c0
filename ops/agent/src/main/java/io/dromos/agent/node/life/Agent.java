package io.dromos.agent.node.life;

import io.dromos.agent.link.Hello;
import io.dromos.agent.link.Hello.KnownTask;
import io.dromos.agent.link.LinkJson;
import io.dromos.agent.link.NodeRole;
import io.dromos.agent.link.Order;
import io.dromos.agent.link.Report;
import io.dromos.agent.node.checkpoint.TaskKey;
import io.dromos.agent.node.checkpoint.WorkDirectory;
import io.dromos.agent.node.mesos.Statuses;
import io.dromos.agent.node.work.Machine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.Protos.TaskStatus.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent: carries the master's orders to the tasks and the tasks' updates to the master.
/// Whoever carries the messages in between is not its business: [NodeStarter] connects it to a
/// link, tests to a list.
public final class Agent implements AutoCloseable {
    /// The way to the master.
    @FunctionalInterface
    public interface Uplink {
        /// Sends a report, best effort; may block.
        void send(Report report) throws InterruptedException;
    }

    /// How long [#stopAll] waits beyond the longest grace period.
    public static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final long TICK_MILLIS = 500;
    private static final long TICKS_PER_GARBAGE = 120;

    private final NodeRole.Settings settings;
    private final WorkDirectory directory;
    private final Machine machine;
    private final Uplink uplink;
    private final Tasks tasks;
    private final Thread clock;
    private volatile Optional<String> agentId;
    private volatile boolean registered;

    /// Starts an agent, and goes on with the tasks of its earlier lives.
    ///
    /// @param settings with the port its endpoints really listen on
    public Agent(
            NodeRole.Settings settings, WorkDirectory directory, Machine machine, Uplink uplink)
            throws IOException {
        this.settings = settings;
        this.directory = directory;
        this.machine = machine;
        this.uplink = uplink;
        this.agentId = directory.agentId();
        this.tasks = Tasks.recover(directory, machine, this::send);
        this.clock = Thread.ofVirtual().name("agent-clock").start(this::tickForEver);
    }

    /// What the link tells the master about this agent at this moment.
    public Hello hello() {
        registered = false;
        var info =
                AgentInfo.newBuilder()
                        .setHostname(settings.hostName())
                        .setPort(settings.port())
                        .addAllResources(settings.resources())
                        .addAllAttributes(settings.attributes());
        agentId.ifPresent(id -> info.setId(AgentID.newBuilder().setValue(id)));
        var frameworks = new LinkedHashMap<FrameworkID, FrameworkInfo>();
        var known = new java.util.ArrayList<KnownTask>();
        for (var entry : tasks.all()) {
            if (!entry.task().isCompleted()) {
                known.add(entry.task().known());
                var framework = entry.task().directory().framework();
                frameworks.put(framework.getId(), framework);
            }
        }
        return new Hello(
                info.build(), settings.ip(), java.util.List.copyOf(frameworks.values()), known);
    }

    /// Takes one order of the master.
    public void take(Order order) {
        try {
            switch (order) {
                case Order.Registered(AgentID id, double silence) -> register(id.getValue());
                case Order.RunTask(FrameworkInfo framework, var task) -> launch(framework, task);
                case Order.KillTask(var framework, var task, var policy) ->
                        kill(TaskKey.of(framework, task), policy);
                case Order.Acknowledge(var framework, var task, UUID uuid) ->
                        acknowledge(TaskKey.of(framework, task), uuid);
                case Order.ShutdownFramework(FrameworkID framework) -> shutdownFramework(framework);
                case Order.Leave(String message) -> leave(message);
                case Order.Ping() -> {}
            }
        } catch (IOException failure) {
            LOG.error(
                    "An order cannot be carried out: {}",
                    order.getClass().getSimpleName(),
                    failure);
        }
    }

    private void register(String id) throws IOException {
        if (!agentId.equals(Optional.of(id))) {
            directory.rememberAgentId(id);
            agentId = Optional.of(id);
            LOG.info("The master {} knows this agent as {}", settings.master(), id);
        }
        tasks.all().forEach(entry -> entry.task().registered());
        registered = true;
        tasks.sendDue();
    }

    private void launch(FrameworkInfo framework, org.apache.mesos.v1.Protos.TaskInfo task) {
        try {
            tasks.launch(agentId.orElse("unregistered"), framework, task);
        } catch (IOException failure) {
            LOG.error("Task {} cannot be written down", task.getTaskId().getValue(), failure);
            var status =
                    Statuses.of(task, Statuses.dropped(framework), Source.SOURCE_AGENT)
                            .setReason(Reason.REASON_CONTAINER_LAUNCH_FAILED)
                            .setMessage(
                                    "The agent cannot write the task down: " + failure.getMessage())
                            .build();
            sendNow(framework.getId(), status, status.getState());
        }
    }

    private void kill(TaskKey key, Optional<org.apache.mesos.v1.Protos.KillPolicy> policy)
            throws IOException {
        var entry = tasks.find(key);
        if (entry.isEmpty()) {
            LOG.info("Task {} is to end, and is not known here", key);
            return;
        }
        var own = entry.get().task().directory().task().getKillPolicy();
        end(entry.get(), EndOrder.grace(policy.orElse(own)));
    }

    private static void end(Tasks.Entry entry, Duration grace) throws IOException {
        entry.life().kill(grace, entry.thread());
    }

    private void acknowledge(TaskKey key, UUID uuid) throws IOException {
        var entry = tasks.find(key);
        if (entry.isPresent()) {
            entry.get().task().acknowledge(LinkJson.bytes(uuid));
        }
    }

    private void shutdownFramework(FrameworkID framework) throws IOException {
        for (var entry : tasks.all()) {
            if (entry.task().directory().framework().getId().equals(framework)) {
                entry.task().silence();
                end(entry, EndOrder.grace(entry.task().directory().task().getKillPolicy()));
            }
        }
    }

    private void leave(String message) throws IOException {
        LOG.warn("The master sends this agent away: {}", message);
        registered = false;
        agentId = Optional.empty();
        directory.forgetAgentId();
        for (var entry : tasks.all()) {
            entry.task().silence();
            end(entry, EndOrder.grace(entry.task().directory().task().getKillPolicy()));
        }
    }

    /// Ends every task, by its own kill policy, and removes what they leave: containers, control
    /// groups, mounts.
    ///
    /// @return how many tasks were ended
    /// @throws IOException when some did not end in time, naming them
    public int stopAll() throws IOException, InterruptedException {
        var live = tasks.live();
        var longest = Duration.ZERO;
        for (var entry : live) {
            var grace = EndOrder.grace(entry.task().directory().task().getKillPolicy());
            longest = grace.compareTo(longest) > 0 ? grace : longest;
            end(entry, grace);
        }
        var deadline = System.nanoTime() + longest.plus(STOP_PATIENCE).toNanos();
        for (var entry : live) {
            if (!entry.thread().join(Duration.ofNanos(deadline - System.nanoTime()))) {
                throw new IOException(
                        "task "
                                + entry.task().directory().key()
                                + " has not ended within "
                                + longest.plus(STOP_PATIENCE).toSeconds()
                                + " s");
            }
        }
        Leftovers.remove(machine, tasks);
        machine.cgroups().removeAll();
        return live.size();
    }

    /// The tasks, for whoever shows them.
    public Tasks tasks() {
        return tasks;
    }

    /// The id the master gave, if it has yet.
    public Optional<String> id() {
        return agentId;
    }

    private void tickForEver() {
        try {
            for (var tick = 0L; ; tick++) {
                if (registered) {
                    tasks.sendDue();
                }
                if (tick % TICKS_PER_GARBAGE == 0) {
                    collectGarbage();
                }
                Thread.sleep(TICK_MILLIS);
            }
        } catch (InterruptedException closed) {
            LOG.debug("The agent's clock stands still");
        }
    }

    private void collectGarbage() {
        try {
            tasks.collectGarbage(Instant.now());
        } catch (IOException | RuntimeException failure) {
            LOG.warn("Old sandboxes cannot be deleted: {}", failure.getMessage());
        }
    }

    /// Without a link nothing is sent: the next greeting tells it.
    private boolean send(Task task, TaskStatus status, TaskState latest) {
        return sendNow(task.directory().framework().getId(), status, latest);
    }

    private boolean sendNow(FrameworkID framework, TaskStatus status, TaskState latest) {
        var id = agentId;
        if (!registered || id.isEmpty()) {
            return false;
        }
        var report =
                new Report.Update(
                        AgentID.newBuilder().setValue(id.get()).build(), framework, status, latest);
        Thread.ofVirtual()
                .name("report")
                .start(() -> {
                    try {
                        uplink.send(report);
                    } catch (InterruptedException closed) {
                        Thread.currentThread().interrupt();
                    }
                });
        return true;
    }

    /// Lets go of everything; tasks run on and are found again by the next start in the same
    /// directory.
    @Override
    public void close() throws IOException {
        clock.interrupt();
        tasks.close();
        directory.close();
    }
}
