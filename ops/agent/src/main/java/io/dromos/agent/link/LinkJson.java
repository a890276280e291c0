package io.dromos.agent.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.dromos.agent.link.Hello.KnownTask;
import io.dromos.agent.link.MesosJson.Malformed;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/// The JSON of the link: an object with `type` and the fields named in [Order], [Hello] and
/// [Report], Mesos messages inside as [MesosJson].
public final class LinkJson {
    private static final String TYPE = "type";

    private LinkJson() {}

    /// One order, not framed.
    public static byte[] write(Order order) {
        ObjectNode json = MesosJson.MAPPER.createObjectNode();
        switch (order) {
            case Order.Registered(AgentID agent, double silence) -> {
                json.put(TYPE, "REGISTERED").put("agent_id", agent.getValue());
                json.put("silence_seconds", silence);
            }
            case Order.RunTask(FrameworkInfo framework, TaskInfo task) -> {
                json.put(TYPE, "RUN_TASK").set("framework", MesosJson.tree(framework));
                json.set("task", MesosJson.tree(task));
            }
            case Order.KillTask(
                            FrameworkID framework,
                            TaskID task,
                            Optional<KillPolicy> policy) -> {
                ids(json.put(TYPE, "KILL_TASK"), framework, task);
                policy.ifPresent(some -> json.set("policy", MesosJson.tree(some)));
            }
            case Order.Acknowledge(FrameworkID framework, TaskID task, UUID uuid) ->
                    ids(json.put(TYPE, "ACKNOWLEDGE"), framework, task)
                            .put("uuid", uuid.toString());
            case Order.ShutdownFramework(FrameworkID framework) ->
                    json.put(TYPE, "SHUTDOWN_FRAMEWORK").put("framework_id", framework.getValue());
            case Order.Leave(String message) -> json.put(TYPE, "LEAVE").put("message", message);
            case Order.Ping() -> json.put(TYPE, "PING");
        }
        return MesosJson.bytes(json);
    }

    /// Reads what [#write(Order)] wrote.
    public static Order order(byte[] bytes) throws Malformed {
        JsonNode json = MesosJson.parse(bytes);
        String type = text(json, TYPE);
        return switch (type) {
            case "REGISTERED" ->
                    new Order.Registered(agent(json), json.path("silence_seconds").asDouble());
            case "RUN_TASK" ->
                    new Order.RunTask(
                            message(json, "framework", FrameworkInfo.getDefaultInstance()),
                            message(json, "task", TaskInfo.getDefaultInstance()));
            case "KILL_TASK" ->
                    new Order.KillTask(
                            framework(json),
                            task(json),
                            json.has("policy")
                                    ? Optional.of(
                                            message(
                                                    json,
                                                    "policy",
                                                    KillPolicy.getDefaultInstance()))
                                    : Optional.empty());
            case "ACKNOWLEDGE" ->
                    new Order.Acknowledge(framework(json), task(json), uuid(text(json, "uuid")));
            case "SHUTDOWN_FRAMEWORK" -> new Order.ShutdownFramework(framework(json));
            case "LEAVE" -> new Order.Leave(text(json, "message"));
            case "PING" -> new Order.Ping();
            default -> throw new Malformed("Unknown order '" + type + "'");
        };
    }

    /// The body that opens a link.
    public static byte[] write(Hello hello) {
        ObjectNode json = MesosJson.MAPPER.createObjectNode();
        json.set("agent", MesosJson.tree(hello.agent()));
        json.put("ip", hello.ip());
        list(json, "frameworks", hello.frameworks());
        ArrayNode tasks = json.putArray("tasks");
        for (KnownTask task : hello.tasks()) {
            ObjectNode item = tasks.addObject().put("framework_id", task.frameworkId().getValue());
            item.set("task", MesosJson.tree(task.task()));
            list(item, "statuses", task.statuses());
            task.unacknowledged()
                    .ifPresent(status -> item.set("unacknowledged", MesosJson.tree(status)));
        }
        return MesosJson.bytes(json);
    }

    /// Reads what [#write(Hello)] wrote.
    public static Hello hello(byte[] bytes) throws Malformed {
        JsonNode json = MesosJson.parse(bytes);
        List<KnownTask> tasks = new ArrayList<>();
        for (JsonNode item : json.path("tasks")) {
            Optional<TaskStatus> unacknowledged =
                    item.has("unacknowledged")
                            ? Optional.of(
                                    message(
                                            item,
                                            "unacknowledged",
                                            TaskStatus.getDefaultInstance()))
                            : Optional.empty();
            tasks.add(
                    new KnownTask(
                            framework(item),
                            message(item, "task", TaskInfo.getDefaultInstance()),
                            messages(item, "statuses", TaskStatus.getDefaultInstance()),
                            unacknowledged));
        }
        return new Hello(
                message(json, "agent", AgentInfo.getDefaultInstance()),
                text(json, "ip"),
                messages(json, "frameworks", FrameworkInfo.getDefaultInstance()),
                tasks);
    }

    /// One report.
    public static byte[] write(Report report) {
        ObjectNode json = MesosJson.MAPPER.createObjectNode();
        json.put("agent_id", report.agentId().getValue());
        switch (report) {
            case Report.Update update -> {
                json.put(TYPE, "UPDATE").put("framework_id", update.frameworkId().getValue());
                json.set("status", MesosJson.tree(update.status()));
                json.put("latest", update.latest().name());
            }
            case Report.Alive _ -> json.put(TYPE, "ALIVE");
            case Report.Unregister _ -> json.put(TYPE, "UNREGISTER");
        }
        return MesosJson.bytes(json);
    }

    /// Reads what [#write(Report)] wrote.
    public static Report report(byte[] bytes) throws Malformed {
        JsonNode json = MesosJson.parse(bytes);
        String type = text(json, TYPE);
        return switch (type) {
            case "UPDATE" ->
                    new Report.Update(
                            agent(json),
                            framework(json),
                            message(json, "status", TaskStatus.getDefaultInstance()),
                            state(text(json, "latest")));
            case "ALIVE" -> new Report.Alive(agent(json));
            case "UNREGISTER" -> new Report.Unregister(agent(json));
            default -> throw new Malformed("Unknown report '" + type + "'");
        };
    }

    /// The 16 bytes of a uuid in a [TaskStatus].
    public static ByteString bytes(UUID uuid) {
        ByteBuffer bytes = ByteBuffer.allocate(16);
        bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        return ByteString.copyFrom(bytes.flip());
    }

    /// The uuid of 16 bytes; empty for any other length.
    public static Optional<UUID> uuid(ByteString bytes) {
        if (bytes.size() != 16) {
            return Optional.empty();
        }
        ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
        return Optional.of(new UUID(buffer.getLong(), buffer.getLong()));
    }

    private static ObjectNode ids(ObjectNode json, FrameworkID framework, TaskID task) {
        return json.put("framework_id", framework.getValue()).put("task_id", task.getValue());
    }

    private static void list(ObjectNode json, String name, List<? extends Message> messages) {
        ArrayNode array = json.putArray(name);
        messages.forEach(message -> array.add(MesosJson.tree(message)));
    }

    private static <M extends Message> List<M> messages(JsonNode json, String name, M prototype)
            throws Malformed {
        List<M> messages = new ArrayList<>();
        for (JsonNode item : json.path(name)) {
            messages.add(MesosJson.read(item, prototype, name));
        }
        return messages;
    }

    private static <M extends Message> M message(JsonNode json, String name, M prototype)
            throws Malformed {
        return MesosJson.read(json.path(name), prototype, name);
    }

    private static AgentID agent(JsonNode json) throws Malformed {
        return AgentID.newBuilder().setValue(text(json, "agent_id")).build();
    }

    private static FrameworkID framework(JsonNode json) throws Malformed {
        return FrameworkID.newBuilder().setValue(text(json, "framework_id")).build();
    }

    private static TaskID task(JsonNode json) throws Malformed {
        return TaskID.newBuilder().setValue(text(json, "task_id")).build();
    }

    private static UUID uuid(String text) throws Malformed {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new Malformed("'" + text + "' is not a uuid");
        }
    }

    private static TaskState state(String name) throws Malformed {
        try {
            return TaskState.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new Malformed("Unknown task state '" + name + "'");
        }
    }

    private static String text(JsonNode json, String field) throws Malformed {
        JsonNode node = json.path(field);
        if (!node.isTextual()) {
            throw new Malformed("Missing text field '" + field + "'");
        }
        return node.textValue();
    }
}
