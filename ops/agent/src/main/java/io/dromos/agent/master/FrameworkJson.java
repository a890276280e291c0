package io.dromos.agent.master;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.agent.link.MesosJson;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/// The frameworks of `/state`, in the shapes of a real master; only for the thread that owns the
/// books.
final class FrameworkJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    ObjectNode framework(Framework framework, Ledger ledger) {
        Amounts used = StateJson.used(framework.tasks.values());
        Amounts offered =
                ledger.offers.values().stream()
                        .filter(offer -> offer.framework() == framework)
                        .map(Offer::amounts)
                        .reduce(Amounts.NONE, Amounts::plus);
        ObjectNode json = NODES.objectNode();
        json.put("id", framework.id).put("name", framework.info().getName());
        json.set("used_resources", StateJson.amounts(used));
        json.set("offered_resources", StateJson.amounts(offered));
        identity(json, framework);
        json.set("resources", StateJson.amounts(used.plus(offered)));
        roles(json, framework);
        tasks(json.putArray("tasks"), framework.tasks.values());
        tasks(json.putArray("unreachable_tasks"), framework.unreachable.values());
        tasks(json.putArray("completed_tasks"), framework.ended);
        offers(json.putArray("offers"), framework, ledger);
        json.putArray("executors");
        json.putObject("offer_constraints");
        return json;
    }

    private static void identity(ObjectNode json, Framework framework) {
        FrameworkInfo info = framework.info();
        ArrayNode capabilities = json.putArray("capabilities");
        info.getCapabilitiesList().forEach(each -> capabilities.add(each.getType().name()));
        boolean connected = framework.stream().isPresent();
        json.put("hostname", info.getHostname())
                .put("webui_url", info.getWebuiUrl())
                .put("active", connected)
                .put("connected", connected)
                .put("recovered", framework.isRecovered())
                .put("user", info.getUser())
                .put("failover_timeout", MesosJson.number(info.getFailoverTimeout()))
                .put("checkpoint", info.getCheckpoint())
                .put("registered_time", MesosJson.number(Events.seconds(framework.registered)))
                .put(
                        "unregistered_time",
                        MesosJson.number(framework.removed().map(Events::seconds).orElse(0.0)));
        if (!framework.reregistered().equals(framework.registered)) {
            json.put(
                    "reregistered_time",
                    MesosJson.number(Events.seconds(framework.reregistered())));
        }
        if (info.hasPrincipal()) {
            json.put("principal", info.getPrincipal());
        }
    }

    @SuppressWarnings("deprecation") // frameworks without MULTI_ROLE still use `role`
    private static void roles(ObjectNode json, Framework framework) {
        if (framework.info().getRolesCount() == 0) {
            json.put("role", framework.info().getRole());
        } else {
            framework.roles().forEach(json.putArray("roles")::add);
        }
    }

    private static void tasks(ArrayNode array, Iterable<Task> tasks) {
        tasks.forEach(task -> array.add(task(task)));
    }

    private static ObjectNode task(Task task) {
        ObjectNode json = NODES.objectNode();
        json.put("id", task.id())
                .put("name", task.info.getName())
                .put("framework_id", task.framework.id)
                .put("executor_id", "")
                .put("slave_id", task.agentId)
                .put("state", task.state().name());
        json.set("resources", StateJson.amounts(task.amounts));
        json.put("role", task.role());
        ArrayNode statuses = json.putArray("statuses");
        task.statuses().forEach(status -> statuses.add(status(status)));
        if (task.info.hasLabels()) {
            json.set("labels", MesosJson.tree(task.info.getLabels()).path("labels"));
        }
        if (task.info.hasDiscovery()) {
            json.set("discovery", MesosJson.tree(task.info.getDiscovery()));
        }
        if (task.info.hasContainer()) {
            json.set("container", MesosJson.tree(task.info.getContainer()));
        }
        if (task.info.hasHealthCheck()) {
            json.set("health_check", MesosJson.tree(task.info.getHealthCheck()));
        }
        return json;
    }

    private static ObjectNode status(TaskStatus status) {
        ObjectNode json = NODES.objectNode();
        json.put("state", status.getState().name())
                .put("timestamp", MesosJson.number(status.getTimestamp()));
        if (status.hasLabels()) {
            json.set("labels", MesosJson.tree(status.getLabels()).path("labels"));
        }
        if (status.hasContainerStatus()) {
            ObjectNode container = MesosJson.tree(status.getContainerStatus());
            container.remove("executor_pid");
            json.set("container_status", container);
        }
        if (status.hasHealthy()) {
            json.put("healthy", status.getHealthy());
        }
        return json;
    }

    private static void offers(ArrayNode array, Framework framework, Ledger ledger) {
        for (Offer offer : ledger.offers.values()) {
            if (offer.framework() == framework) {
                ObjectNode json = array.addObject();
                json.put("id", offer.id()).put("framework_id", framework.id);
                json.putObject("allocation_info").put("role", offer.role());
                json.put("slave_id", offer.agent().id);
                json.set("resources", StateJson.amounts(offer.amounts()));
            }
        }
    }
}
