package io.dromos.agent.node.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.agent.link.MesosJson;
import io.dromos.agent.link.NodeRole;
import io.dromos.agent.node.life.Agent;
import io.dromos.agent.node.life.Tasks;
import io.dromos.agent.node.mesos.Books;
import io.dromos.agent.node.mesos.Statuses;
import io.dromos.agent.node.work.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/// The agent's state as JSON, with the names that a Mesos agent gives things.
final class StateJson {
    private static final double MICROS = 1e6;

    private final NodeRole.Settings settings;
    private final Machine machine;
    private final Path root;
    private final double startTime;

    StateJson(NodeRole.Settings settings, Machine machine, Path root, double startTime) {
        this.settings = settings;
        this.machine = machine;
        this.root = root;
        this.startTime = startTime;
    }

    ObjectNode state(Agent agent) {
        var json = object();
        json.put("version", "1.11.0").put("start_time", startTime);
        json.put("id", agent.id().orElse(""));
        json.put("pid", "slave(1)@" + settings.ip() + ":" + settings.port());
        json.put("hostname", settings.hostName());
        json.putArray("capabilities")
                .add("MULTI_ROLE")
                .add("RESERVATION_REFINEMENT")
                .add("TASK_RESOURCE_LIMITS");
        json.set("resources", resources(settings.resources()));
        json.putObject("reserved_resources");
        json.set("unreserved_resources", resources(settings.resources()));
        json.putObject("reserved_resources_full");
        var full = json.putArray("unreserved_resources_full");
        settings.resources().forEach(resource -> full.add(MesosJson.tree(resource)));
        json.putObject("reserved_resources_allocated");
        json.set("unreserved_resources_allocated", resources(agent.tasks().used()));
        json.set("used_resources", resources(agent.tasks().used()));
        json.putArray("resource_providers");
        json.set("attributes", attributes(settings.attributes()));
        json.put("master_hostname", settings.master().getHost());
        json.set("flags", flags());
        json.put("limits_enforcement", machine.cgroups().describe());
        frameworks(json.putArray("frameworks"), agent);
        json.putArray("completed_frameworks");
        return json;
    }

    private ObjectNode flags() {
        return object().put("work_dir", root.toString())
                .put("ip", settings.ip())
                .put("port", Integer.toString(settings.port()))
                .put("hostname", settings.hostName())
                .put("master", settings.master().getAuthority())
                .put(
                        "containerizers",
                        machine.docker().program().isPresent() ? "mesos,docker" : "mesos");
    }

    private static void frameworks(ArrayNode list, Agent agent) {
        var byFramework = new LinkedHashMap<FrameworkInfo, List<Tasks.Entry>>();
        for (var entry : agent.tasks().all()) {
            byFramework
                    .computeIfAbsent(entry.task().directory().framework(), any -> new ArrayList<>())
                    .add(entry);
        }
        byFramework.forEach((framework, entries) -> {
            var json = list.addObject();
            json.put("id", framework.getId().getValue()).put("name", framework.getName());
            json.put("user", framework.getUser());
            json.put("failover_timeout", framework.getFailoverTimeout());
            json.put("checkpoint", framework.getCheckpoint());
            json.put("hostname", framework.getHostname());
            var roles = json.putArray("roles");
            framework.getRolesList().forEach(roles::add);
            var live = json.putArray("executors");
            var completed = json.putArray("completed_executors");
            entries.forEach(
                    entry -> (entry.task().isCompleted() ? completed : live).add(executor(entry)));
        });
    }

    /// The executor that a Mesos agent would have made for a task: one each, with the task's own
    /// id.
    private static ObjectNode executor(Tasks.Entry entry) {
        var directory = entry.task().directory();
        var task = directory.task();
        var json = object();
        json.put("id", task.getTaskId().getValue()).put("name", executorName(task));
        json.put("source", task.getTaskId().getValue()).put("container", directory.containerId());
        json.put("directory", directory.sandbox().toString());
        json.set("resources", resources(task.getResourcesList()));
        labels(json, task);
        var tasks = json.putArray("tasks");
        json.putArray("queued_tasks");
        var completed = json.putArray("completed_tasks");
        (entry.task().isTerminal() ? completed : tasks).add(task(entry));
        return json;
    }

    private static String executorName(TaskInfo task) {
        var command =
                task.getCommand().getShell()
                        ? "sh -c '" + task.getCommand().getValue() + "'"
                        : task.getCommand().getValue();
        var brief = command.length() > 24 ? command.substring(0, 21) + "..." : command;
        return "Command Executor (Task: "
                + task.getTaskId().getValue()
                + ") (Command: "
                + brief
                + ")";
    }

    private static ObjectNode task(Tasks.Entry entry) {
        var directory = entry.task().directory();
        var task = directory.task();
        var json = object();
        json.put("id", task.getTaskId().getValue()).put("name", task.getName());
        json.put("framework_id", directory.framework().getId().getValue()).put("executor_id", "");
        json.put("slave_id", task.getAgentId().getValue());
        json.put("state", entry.task().latestState().name());
        json.set("resources", resources(task.getResourcesList()));
        var statuses = json.putArray("statuses");
        entry.task().statuses().forEach(status -> statuses.add(status(status)));
        labels(json, task);
        if (task.hasDiscovery()) {
            json.set("discovery", MesosJson.tree(task.getDiscovery()));
        }
        if (task.hasContainer()) {
            json.set("container", MesosJson.tree(task.getContainer()));
        }
        return json;
    }

    private static ObjectNode status(TaskStatus status) {
        var json = object();
        json.put("state", status.getState().name()).put("timestamp", status.getTimestamp());
        if (status.hasContainerStatus()) {
            json.set("container_status", MesosJson.tree(status.getContainerStatus()));
        }
        if (status.hasHealthy()) {
            json.put("healthy", status.getHealthy());
        }
        return json;
    }

    private static void labels(ObjectNode json, TaskInfo task) {
        if (task.hasLabels()) {
            var list = json.putArray("labels");
            task.getLabels().getLabelsList().forEach(label -> list.add(MesosJson.tree(label)));
        }
    }

    ArrayNode containers(Agent agent) {
        var list = MesosJson.MAPPER.createArrayNode();
        for (var entry : agent.tasks().all()) {
            if (!Statuses.isTerminal(entry.task().latestState())) {
                container(list.addObject(), entry);
            }
        }
        return list;
    }

    private static void container(ObjectNode json, Tasks.Entry entry) {
        var directory = entry.task().directory();
        var task = directory.task();
        json.put("container_id", directory.containerId())
                .put("executor_id", task.getTaskId().getValue());
        json.put("executor_name", executorName(task));
        json.put("framework_id", directory.framework().getId().getValue());
        json.put("source", task.getTaskId().getValue());
        var usage = entry.work().usage();
        var statistics = json.putObject("statistics");
        statistics.put("cpus_limit", Books.scalar(task.getResourcesList(), "cpus"));
        seconds(statistics, "cpus_system_time_secs", usage.cpuSystemMicros());
        seconds(statistics, "cpus_user_time_secs", usage.cpuUserMicros());
        usage.memoryLimitBytes().ifPresent(bytes -> statistics.put("mem_limit_bytes", bytes));
        usage.memoryBytes().ifPresent(bytes -> statistics.put("mem_total_bytes", bytes));
        statistics.put("timestamp", System.currentTimeMillis() / 1e3);
        json.set("status", MesosJson.tree(entry.work().container()));
    }

    private static void seconds(ObjectNode json, String name, OptionalLong micros) {
        micros.ifPresent(some -> json.put(name, some / MICROS));
    }

    /// `disk`, `mem`, `gpus` and `cpus` are always there; ranges only when there are some.
    static ObjectNode resources(List<Resource> resources) {
        var json = object();
        for (var name : List.of("disk", "mem", "gpus", "cpus")) {
            json.put(name, Books.scalar(resources, name));
        }
        Books.rangesText(resources, "ports").ifPresent(ports -> json.put("ports", ports));
        return json;
    }

    private static ObjectNode attributes(List<Attribute> attributes) {
        var json = object();
        for (var attribute : attributes) {
            switch (attribute.getType()) {
                case SCALAR -> json.put(attribute.getName(), attribute.getScalar().getValue());
                case RANGES -> {
                    var texts =
                            attribute.getRanges().getRangeList().stream()
                                    .map(range -> range.getBegin() + "-" + range.getEnd());
                    json.put(attribute.getName(), "[" + String.join(", ", texts.toList()) + "]");
                }
                case SET ->
                        json.put(
                                attribute.getName(),
                                "{" + String.join(", ", attribute.getSet().getItemList()) + "}");
                case TEXT -> json.put(attribute.getName(), attribute.getText().getValue());
            }
        }
        return json;
    }

    private static ObjectNode object() {
        return MesosJson.MAPPER.createObjectNode();
    }
}
