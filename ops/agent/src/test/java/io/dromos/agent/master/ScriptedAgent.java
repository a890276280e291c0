package io.dromos.agent.master;

import static org.awaitility.Awaitility.await;

import io.dromos.agent.ResourceTextAccess;
import io.dromos.agent.link.Hello;
import io.dromos.agent.link.Hello.KnownTask;
import io.dromos.agent.link.LinkJson;
import io.dromos.agent.link.MasterLink;
import io.dromos.agent.link.Order;
import io.dromos.agent.link.Report;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/// An agent over the real link that runs nothing: it notes its orders and reports what it is told.
final class ScriptedAgent implements AutoCloseable {
    final List<Order> orders = new CopyOnWriteArrayList<>();
    private final Map<String, Order.RunTask> tasks = new ConcurrentHashMap<>();
    private final Map<String, List<TaskStatus>> statuses = new ConcurrentHashMap<>();
    private final InetSocketAddress master;
    private final AgentInfo info;
    private @Nullable MasterLink link;
    private volatile @Nullable AgentID id;

    ScriptedAgent(InetSocketAddress master, String host, String resources) throws Exception {
        this.master = master;
        this.info =
                AgentInfo.newBuilder()
                        .setHostname(host)
                        .setPort(5051)
                        .addAllResources(ResourceTextAccess.resources(resources))
                        .build();
    }

    ScriptedAgent connect() {
        URI uri = URI.create("http://127.0.0.1:" + master.getPort());
        link = MasterLink.open(uri, this::hello, this::take);
        await().until(() -> id != null);
        return this;
    }

    private Hello hello() {
        AgentInfo.Builder me = info.toBuilder();
        if (id != null) {
            me.setId(id);
        }
        List<FrameworkInfo> frameworks =
                tasks.values().stream().map(Order.RunTask::framework).distinct().toList();
        List<KnownTask> known = tasks.values().stream().map(this::known).toList();
        return new Hello(me.build(), "127.0.0.1", frameworks, known);
    }

    private KnownTask known(Order.RunTask run) {
        List<TaskStatus> so = statuses.getOrDefault(run.task().getTaskId().getValue(), List.of());
        return new KnownTask(run.framework().getId(), run.task(), so, Optional.empty());
    }

    private void take(Order order) {
        if (order instanceof Order.Registered registered) {
            id = registered.agentId();
        }
        if (order instanceof Order.RunTask run) {
            tasks.put(run.task().getTaskId().getValue(), run);
        }
        orders.add(order);
    }

    AgentID id() {
        AgentID known = id;
        if (known == null) {
            throw new IllegalStateException("not registered");
        }
        return known;
    }

    /// Awaits the order to run a task, and reports a state of it; the update's uuid is returned.
    UUID report(String taskId, TaskState state) throws InterruptedException {
        await().until(() -> tasks.containsKey(taskId));
        Order.RunTask run = Objects.requireNonNull(tasks.get(taskId));
        TaskInfo task = run.task();
        UUID uuid = UUID.randomUUID();
        TaskStatus status =
                TaskStatus.newBuilder()
                        .setTaskId(task.getTaskId())
                        .setState(state)
                        .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
                        .setAgentId(id())
                        .setTimestamp(1.5)
                        .setUuid(LinkJson.bytes(uuid))
                        .build();
        statuses.computeIfAbsent(taskId, _ -> new CopyOnWriteArrayList<>()).add(status);
        link().report(new Report.Update(id(), run.framework().getId(), status, state));
        return uuid;
    }

    /// Loses its link without a word.
    void disconnect() {
        link().close();
    }

    /// Forgets a task, as if its order had never arrived.
    void forget(String taskId) {
        tasks.remove(taskId);
    }

    <O extends Order> List<O> orders(Class<O> type) {
        return orders.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private MasterLink link() {
        MasterLink open = link;
        if (open == null) {
            throw new IllegalStateException("not connected");
        }
        return open;
    }

    @Override
    public void close() {
        if (link != null) {
            link.close();
        }
    }
}
