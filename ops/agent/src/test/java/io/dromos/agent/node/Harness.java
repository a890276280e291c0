package io.dromos.agent.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.agent.link.NodeRole;
import io.dromos.agent.link.Order;
import io.dromos.agent.link.Report;
import io.dromos.agent.node.checkpoint.WorkDirectory;
import io.dromos.agent.node.life.Agent;
import io.dromos.agent.node.mesos.Statuses;
import io.dromos.agent.node.serve.Endpoints;
import io.dromos.agent.node.work.Machine;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;

/// An agent on this machine with a list where the master would be. Killing it is dropping it: it
/// writes nothing down at its end.
final class Harness {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final FrameworkInfo FRAMEWORK =
            FrameworkInfo.newBuilder()
                    .setId(FrameworkID.newBuilder().setValue("fw-1"))
                    .setUser("")
                    .setName("test")
                    .addCapabilities(capability(Capability.Type.TASK_KILLING_STATE))
                    .addCapabilities(capability(Capability.Type.PARTITION_AWARE))
                    .build();

    final List<Report.Update> updates = new CopyOnWriteArrayList<>();
    final Path directory;
    final boolean acknowledging;
    private final Set<String> allow;
    private Agent agent;
    private Optional<Machine> machine = Optional.empty();

    Harness(Path directory) throws IOException {
        this(directory, true, Set.of());
    }

    Harness(Path directory, boolean acknowledging, Set<String> allow) throws IOException {
        this.directory = directory;
        this.acknowledging = acknowledging;
        this.allow = allow;
        this.agent = start();
    }

    NodeRole.Settings settings() {
        return new NodeRole.Settings(
                URI.create("http://127.0.0.1:1"),
                "agent1",
                "127.0.0.1",
                31999,
                List.of(
                        scalar("cpus", 4),
                        scalar("mem", 2048),
                        scalar("disk", 1000),
                        ports(31000, 31099)),
                List.of(),
                directory.resolve("work"),
                List.of(),
                allow);
    }

    private Agent start() throws IOException {
        var work = WorkDirectory.open(directory.resolve("work"));
        var here = NodeStarter.machine(settings(), work);
        machine = Optional.of(here);
        var started = new Agent[1];
        started[0] = new Agent(settings(), work, here, report -> receive(started, report));
        return started[0];
    }

    private void receive(Agent[] from, Report report) {
        if (report instanceof Report.Update update && from[0] == agent) {
            updates.add(update);
            if (acknowledging) {
                acknowledge(update.status());
            }
        }
    }

    void acknowledge(TaskStatus status) {
        var bytes = ByteBuffer.wrap(status.getUuid().toByteArray());
        agent.take(
                new Order.Acknowledge(
                        FRAMEWORK.getId(),
                        status.getTaskId(),
                        new UUID(bytes.getLong(), bytes.getLong())));
    }

    Agent agent() {
        return agent;
    }

    Endpoints endpoints() {
        return new Endpoints(settings(), agent, machine.orElseThrow(), directory.resolve("work"));
    }

    Harness register() {
        var hello = agent.hello();
        agent.take(new Order.Registered(AgentID.newBuilder().setValue("agent-S0").build(), 75));
        hello.tasks()
                .forEach(known ->
                        known.unacknowledged()
                                .ifPresent(status -> {
                                    updates.add(
                                            new Report.Update(
                                                    AgentID.newBuilder()
                                                            .setValue("agent-S0")
                                                            .build(),
                                                    known.frameworkId(),
                                                    status,
                                                    status.getState()));
                                    if (acknowledging) {
                                        acknowledge(status);
                                    }
                                }));
        return this;
    }

    /// As `kill -9` and a new start: the old objects are dropped, the new ones know only the
    /// directory.
    Harness restart() throws IOException {
        agent.close();
        agent = start();
        return register();
    }

    void away() throws IOException {
        agent.close();
    }

    Harness back() throws IOException {
        agent = start();
        return register();
    }

    TaskInfo launch(TaskInfo.Builder task) {
        var built = task.build();
        agent.take(new Order.RunTask(FRAMEWORK, built));
        return built;
    }

    void kill(String task, Optional<KillPolicy> policy) {
        agent.take(
                new Order.KillTask(
                        FRAMEWORK.getId(), TaskID.newBuilder().setValue(task).build(), policy));
    }

    List<TaskStatus> statuses(String task) {
        return updates.stream()
                .map(Report.Update::status)
                .filter(status -> status.getTaskId().getValue().equals(task))
                .toList();
    }

    List<TaskState> states(String task) {
        return statuses(task).stream().map(TaskStatus::getState).toList();
    }

    TaskStatus awaitState(String task, TaskState state) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () ->
                                statuses(task).stream()
                                        .filter(status -> status.getState() == state)
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    TaskStatus awaitEnd(String task) {
        return await().alias("end of " + task)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () ->
                                statuses(task).stream()
                                        .filter(status -> Statuses.isTerminal(status.getState()))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /// Awaits the end of a task; a wrong one is shown with its message.
    void expectEnd(String task, TaskState state) {
        var end = awaitEnd(task);
        assertThat(end.getState())
                .as("%s, told %s: %s", task, states(task), end.getMessage())
                .isEqualTo(state);
    }

    Path sandbox(String task) {
        return agent.tasks().all().stream()
                .map(entry -> entry.task().directory())
                .filter(known -> known.task().getTaskId().getValue().equals(task))
                .findFirst()
                .orElseThrow()
                .sandbox();
    }

    String output(String task, String file) throws IOException {
        var path = sandbox(task).resolve(file);
        return Files.exists(path) ? Files.readString(path) : "";
    }

    static TaskInfo.Builder command(String id, String shell) {
        return task(id).setCommand(CommandInfo.newBuilder().setValue(shell));
    }

    static TaskInfo.Builder task(String id) {
        return TaskInfo.newBuilder()
                .setName(id)
                .setTaskId(TaskID.newBuilder().setValue(id))
                .setAgentId(AgentID.newBuilder().setValue("agent-S0"))
                .addResources(scalar("cpus", 0.1))
                .addResources(scalar("mem", 64));
    }

    static Resource scalar(String name, double value) {
        return Resource.newBuilder()
                .setName(name)
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(value))
                .build();
    }

    static Resource ports(long begin, long end) {
        return Resource.newBuilder()
                .setName("ports")
                .setType(Value.Type.RANGES)
                .setRanges(
                        Value.Ranges.newBuilder()
                                .addRange(Value.Range.newBuilder().setBegin(begin).setEnd(end)))
                .build();
    }

    private static Capability capability(Capability.Type type) {
        return Capability.newBuilder().setType(type).build();
    }

    void close() throws Exception {
        agent.stopAll();
        agent.close();
    }
}
