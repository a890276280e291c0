package io.dromos.agent.simulated;

import io.dromos.agent.link.Hello;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.Value;
import org.jspecify.annotations.Nullable;

/// One simulated agent and what it would run; confined to its [Fleet].
final class SimulatedAgent {
    private static final int PORT = 5051;

    private record Key(FrameworkID framework, TaskID task) {}

    private final AgentInfo info;
    private final String ip;
    private final Map<Key, SimulatedTask> tasks = new LinkedHashMap<>();
    private @Nullable AgentID id;

    SimulatedAgent(int number, Fleet.Settings settings) {
        var rack = Attribute.newBuilder().setName("rack").setType(Value.Type.TEXT);
        rack.getTextBuilder().setValue("rack-" + number % Fleet.RACKS);
        this.ip = settings.ip();
        this.info =
                AgentInfo.newBuilder()
                        .setHostname(String.format(Locale.ROOT, "simulated-%05d", number))
                        .setPort(PORT)
                        .addAllResources(settings.resources())
                        .addAllAttributes(settings.attributes())
                        .addAttributes(rack)
                        .build();
    }

    Hello hello() {
        var agent = info.toBuilder();
        id().ifPresent(agent::setId);
        List<FrameworkInfo> frameworks =
                tasks.values().stream().map(SimulatedTask::framework).distinct().toList();
        return new Hello(
                agent.build(),
                ip,
                frameworks,
                tasks.values().stream().map(SimulatedTask::known).toList());
    }

    /// The name its master knows it by, once there is one.
    Optional<AgentID> id() {
        return Optional.ofNullable(id);
    }

    void register(AgentID given) {
        id = given;
    }

    void add(SimulatedTask task) {
        tasks.putIfAbsent(key(task), task);
    }

    Optional<SimulatedTask> find(FrameworkID framework, TaskID task) {
        return Optional.ofNullable(tasks.get(new Key(framework, task)));
    }

    /// A task whose end was acknowledged is forgotten.
    void forgetIfDone(SimulatedTask task) {
        if (task.isDone()) {
            forget(task);
        }
    }

    void shutDown(FrameworkID framework) {
        List.copyOf(tasks.values()).stream()
                .filter(task -> task.framework().getId().equals(framework))
                .forEach(this::forget);
    }

    void leave() {
        List.copyOf(tasks.values()).forEach(this::forget);
        id = null;
    }

    private void forget(SimulatedTask task) {
        task.forget();
        tasks.remove(key(task));
    }

    private static Key key(SimulatedTask task) {
        return new Key(task.framework().getId(), task.id());
    }
}
