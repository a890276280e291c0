package io.dromos.agent.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.agent.link.MesosJson;
import io.dromos.agent.link.MesosJson.Malformed;
import io.dromos.agent.master.Recording;
import io.dromos.agent.node.mesos.Statuses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/// The tasks that agents ran in a recording, with what was told of them and when they were killed.
final class RecordedTasks {

    /// A KILL that its agent got.
    ///
    /// @param afterRunning seconds after the task was told to run
    record Kill(double afterRunning, Optional<KillPolicy> policy) {}

    /// A task; each of its statuses once.
    record Recorded(
            TaskInfo info, FrameworkInfo framework, List<TaskStatus> statuses, List<Kill> kills) {

        String id() {
            return info.getTaskId().getValue();
        }

        boolean ends() {
            return Statuses.isTerminal(statuses.getLast().getState());
        }
    }

    private record Told(TaskStatus status, double t) {}

    private RecordedTasks() {}

    static List<Recorded> of(Recording recording) throws Malformed {
        var framework = FrameworkInfo.getDefaultInstance();
        var infos = new LinkedHashMap<String, TaskInfo>();
        var told = new LinkedHashMap<String, List<Told>>();
        var kills = new LinkedHashMap<String, List<JsonNode>>();
        for (JsonNode line : recording.lines()) {
            var body = line.path("body");
            switch (body.path("type").asText()) {
                case "SUBSCRIBE" ->
                        framework = read(body.at("/subscribe/framework_info"), framework);
                case "ACCEPT" -> accept(body, infos);
                case "KILL" ->
                        kills.computeIfAbsent(
                                        body.at("/kill/task_id/value").asText(),
                                        _ -> new ArrayList<>())
                                .add(line);
                // What runs a command has the command's name; our master makes a kill of it.
                case "SHUTDOWN" ->
                        kills.computeIfAbsent(
                                        body.at("/shutdown/executor_id/value").asText(),
                                        _ -> new ArrayList<>())
                                .add(line);
                case "UPDATE" -> update(line, told);
                default -> {}
            }
        }
        var tasks = new ArrayList<Recorded>();
        for (Map.Entry<String, List<Told>> entry : told.entrySet()) {
            var info = infos.get(entry.getKey());
            if (info != null) {
                var statuses = entry.getValue().stream().map(Told::status).toList();
                var killed = kills.getOrDefault(entry.getKey(), List.of());
                tasks.add(
                        new Recorded(
                                info, framework, statuses, kills(killed, info, entry.getValue())));
            }
        }
        return tasks;
    }

    private static void accept(JsonNode body, Map<String, TaskInfo> infos) throws Malformed {
        for (JsonNode operation : body.at("/accept/operations")) {
            for (JsonNode task : operation.at("/launch/task_infos")) {
                var info = read(task, TaskInfo.getDefaultInstance());
                infos.put(info.getTaskId().getValue(), info);
            }
        }
    }

    private static void update(JsonNode line, Map<String, List<Told>> told) throws Malformed {
        if (Recording.status(line).has("uuid")) {
            var status = read(Recording.status(line), TaskStatus.getDefaultInstance());
            var known = told.computeIfAbsent(status.getTaskId().getValue(), _ -> new ArrayList<>());
            if (known.stream().noneMatch(old -> old.status().getUuid().equals(status.getUuid()))) {
                known.add(new Told(status, Recording.time(line)));
            }
        }
    }

    /// Those that named the right agent, if they named one.
    private static List<Kill> kills(List<JsonNode> lines, TaskInfo info, List<Told> told)
            throws Malformed {
        var running =
                told.stream()
                        .filter(each -> each.status().getState() == TaskState.TASK_RUNNING)
                        .mapToDouble(Told::t)
                        .findFirst()
                        .orElse(0);
        var kills = new ArrayList<Kill>();
        for (JsonNode line : lines) {
            var agent = line.at("/body/kill/agent_id/value").asText();
            if (agent.isEmpty() || agent.equals(info.getAgentId().getValue())) {
                var policy = line.at("/body/kill/kill_policy");
                kills.add(
                        new Kill(
                                Recording.time(line) - running,
                                policy.isObject()
                                        ? Optional.of(read(policy, KillPolicy.getDefaultInstance()))
                                        : Optional.empty()));
            }
        }
        return kills;
    }

    private static <M extends com.google.protobuf.Message> M read(JsonNode json, M prototype)
            throws Malformed {
        return MesosJson.read(json, prototype, "message");
    }
}
