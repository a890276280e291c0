package io.dromos.agent.master;

import io.dromos.agent.http.Outbox;
import io.dromos.agent.link.Hello;
import io.dromos.agent.link.Hello.KnownTask;
import io.dromos.agent.link.LinkJson;
import io.dromos.agent.link.MesosJson.Malformed;
import io.dromos.agent.link.Order;
import io.dromos.agent.link.Report;
import io.dromos.agent.node.updates.UpdateStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/// One agent of a recording. It takes our master's orders from its link and runs nothing: what
/// becomes of its tasks is recorded. Updates are ordered, repeated and acknowledged by the code of
/// the agent that ships ([UpdateStream]).
final class ReplayAgent {

    /// A task it was ordered to run.
    private record Held(FrameworkInfo framework, TaskInfo task, UpdateStream updates) {}

    private final AgentInfo info;
    private final Map<String, Held> tasks = new LinkedHashMap<>();
    private Optional<AgentID> id = Optional.empty();
    private @Nullable Desk desk;
    private @Nullable Outbox outbox;
    private String link = "";
    private boolean frozen;

    ReplayAgent(AgentInfo info) {
        this.info = info;
    }

    String host() {
        return info.getHostname();
    }

    Optional<String> id() {
        return id.map(AgentID::getValue);
    }

    boolean knows(String taskId) {
        return tasks.values().stream()
                .anyMatch(held -> held.task().getTaskId().getValue().equals(taskId));
    }

    /// Opens a link to a master and tells it what it has.
    void join(Desk master, String newLink, long now) {
        frozen = false;
        desk = master;
        link = newLink;
        outbox = new Outbox(1 << 24, () -> {});
        Desk.Stream stream = new Desk.Stream(outbox, SchedulerJson.Format.JSON);
        master.open(link, stream, new Input.LinkOpened(link, hello()));
        tasks.replaceAll((_, held) ->
                new Held(held.framework(), held.task(), held.updates().resubscribed(now)));
    }

    private Hello hello() {
        List<KnownTask> known =
                tasks.values().stream()
                        .filter(held -> !isOver(held.updates()))
                        .map(held ->
                                new KnownTask(
                                        held.framework().getId(),
                                        held.task(),
                                        held.updates().statuses(),
                                        held.updates().outstanding()))
                        .toList();
        List<FrameworkInfo> frameworks =
                tasks.values().stream().map(Held::framework).distinct().toList();
        AgentInfo.Builder me = info.toBuilder();
        id.ifPresent(me::setId);
        return new Hello(me.build(), "127.0.0.1", frameworks, known);
    }

    private static boolean isOver(UpdateStream updates) {
        return updates.outstanding().isEmpty()
                && updates.latest().filter(last -> Task.isTerminal(last.getState())).isPresent();
    }

    /// It hangs: it hears and says nothing.
    void freeze() {
        frozen = true;
    }

    /// It dies without a word; what it has written down stays.
    void die() {
        if (desk != null) {
            desk.closed(link, new Input.LinkGone(link));
        }
        forgetMaster();
    }

    /// It ends in order and takes its tasks with it.
    void unregister() {
        tasks.clear();
        id.ifPresent(me -> step(new Report.Unregister(me)));
        forgetMaster();
    }

    /// The master has died.
    void forgetMaster() {
        desk = null;
        outbox = null;
    }

    /// Something has become of a task; known updates are repeated by themselves, when it is time.
    void report(TaskStatus status, long now) {
        tasks.computeIfPresent(
                tasks.entrySet().stream()
                        .filter(e -> e.getValue().task().getTaskId().equals(status.getTaskId()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow(),
                (_, held) -> {
                    boolean known =
                            held.updates().statuses().stream()
                                    .anyMatch(old -> old.getUuid().equals(status.getUuid()));
                    return known
                            ? held
                            : new Held(
                                    held.framework(),
                                    held.task(),
                                    held.updates().append(status, now));
                });
    }

    /// Carries out its orders and sends what is due, until nothing is left to do.
    void act(long now) throws Malformed {
        while (desk != null && !frozen && (obey(now) || send(now))) {}
    }

    private boolean obey(long now) throws Malformed {
        Optional<byte[]> next = outbox == null ? Optional.empty() : outbox.poll();
        if (next.isEmpty()) {
            return false;
        }
        String record = new String(next.get(), StandardCharsets.UTF_8);
        String json = record.substring(record.indexOf('\n') + 1);
        obey(LinkJson.order(json.getBytes(StandardCharsets.UTF_8)), now);
        return true;
    }

    private void obey(Order order, long now) {
        switch (order) {
            case Order.Registered(AgentID given, double _) -> id = Optional.of(given);
            case Order.RunTask(FrameworkInfo framework, TaskInfo task) ->
                    tasks.put(
                            key(framework.getId().getValue(), task.getTaskId().getValue()),
                            new Held(framework, task, UpdateStream.EMPTY));
            case Order.KillTask _ -> {}
            case Order.Acknowledge(var framework, var task, UUID uuid) ->
                    tasks.computeIfPresent(
                            key(framework.getValue(), task.getValue()),
                            (_, held) -> acknowledged(held, uuid, now));
            case Order.ShutdownFramework(var framework) ->
                    tasks.values().removeIf(held -> held.framework().getId().equals(framework));
            case Order.Leave _ -> tasks.clear();
            case Order.Ping() -> id.ifPresent(me -> step(new Report.Alive(me)));
        }
    }

    private static Held acknowledged(Held held, UUID uuid, long now) {
        UpdateStream updates = held.updates();
        return updates.accepts(LinkJson.bytes(uuid))
                ? new Held(held.framework(), held.task(), updates.advanced(now))
                : held;
    }

    private boolean send(long now) {
        for (Map.Entry<String, Held> entry : tasks.entrySet()) {
            Held held = entry.getValue();
            if (held.updates().isDue(now)) {
                TaskStatus due = held.updates().outstanding().orElseThrow();
                TaskStatus latest = held.updates().latest().orElseThrow();
                entry.setValue(new Held(held.framework(), held.task(), held.updates().sent(now)));
                id.ifPresent(me ->
                        step(
                                new Report.Update(
                                        me, held.framework().getId(), due, latest.getState())));
                return true;
            }
        }
        return false;
    }

    private void step(Report report) {
        if (desk != null) {
            desk.step(new Input.Reported(report));
        }
    }

    private static String key(String framework, String task) {
        return framework + " " + task;
    }
}
