package io.dromos.agent.master;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.agent.link.MesosJson;
import java.util.Collection;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TimeInfo;

/// What the reading operator calls answer (`mesos/v1/master/master.proto`), in the shapes of a real
/// master; only for the thread that owns the books.
final class OperatorJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private OperatorJson() {}

    /// The inside of GET_STATE and of an operator's SUBSCRIBED.
    static ObjectNode state(Ledger ledger) {
        ObjectNode state = NODES.objectNode();
        state.set("get_tasks", tasks(ledger));
        state.set("get_executors", executors());
        state.set("get_frameworks", frameworks(ledger));
        state.set("get_agents", agents(ledger));
        return state;
    }

    /// GET_TASKS
    static ObjectNode tasks(Ledger ledger) {
        ObjectNode tasks = NODES.objectNode();
        ArrayNode live = tasks.putArray("tasks");
        ArrayNode unreachable = tasks.putArray("unreachable_tasks");
        ArrayNode completed = tasks.putArray("completed_tasks");
        for (Framework framework : ledger.frameworks.values()) {
            framework.tasks.values().forEach(task -> live.add(task(task)));
            framework.unreachable.values().forEach(task -> unreachable.add(task(task)));
            framework.ended.forEach(task -> completed.add(task(task)));
        }
        for (Framework framework : ledger.completed.values()) {
            framework.unreachable.values().forEach(task -> unreachable.add(task(task)));
            framework.ended.forEach(task -> completed.add(task(task)));
        }
        return tasks;
    }

    /// GET_EXECUTORS: the executors that run commands are not in a master's books.
    static ObjectNode executors() {
        ObjectNode executors = NODES.objectNode();
        executors.putArray("executors");
        return executors;
    }

    /// GET_FRAMEWORKS
    static ObjectNode frameworks(Ledger ledger) {
        ObjectNode frameworks = NODES.objectNode();
        ArrayNode known = frameworks.putArray("frameworks");
        ledger.frameworks.values().forEach(each -> known.add(answered(each, ledger)));
        ArrayNode completed = frameworks.putArray("completed_frameworks");
        ledger.completed.values().forEach(each -> completed.add(answered(each, ledger)));
        return frameworks;
    }

    private static ObjectNode answered(Framework framework, Ledger ledger) {
        ObjectNode json = framework(framework);
        framework.removed().ifPresent(at -> json.set("unregistered_time", time(at)));
        Collection<Offer> offers =
                ledger.offers.values().stream().filter(o -> o.framework() == framework).toList();
        if (!offers.isEmpty()) {
            ArrayNode array = json.putArray("offers");
            offers.forEach(offer -> array.add(MesosJson.tree(Events.proto(offer))));
        }
        put(json, "allocated_resources", StateJson.used(framework.tasks.values()));
        put(json, "offered_resources", StateJson.offered(offers).inOfferOrder());
        json.putObject("offer_constraints");
        return json;
    }

    /// A framework as events tell it, but for when it was removed.
    static ObjectNode framework(Framework framework) {
        boolean connected = framework.stream().isPresent();
        ObjectNode json = NODES.objectNode();
        json.set("framework_info", MesosJson.tree(framework.info()));
        json.put("active", connected)
                .put("connected", connected)
                .put("recovered", framework.isRecovered());
        json.set("registered_time", time(framework.registered));
        json.set("reregistered_time", time(framework.reregistered()));
        return json;
    }

    /// GET_AGENTS
    static ObjectNode agents(Ledger ledger) {
        ObjectNode agents = NODES.objectNode();
        ArrayNode known = agents.putArray("agents");
        ledger.agents.values().forEach(agent -> known.add(agent(agent)));
        agents.putArray("recovered_agents");
        return agents;
    }

    static ObjectNode agent(Agent agent) {
        ObjectNode json = NODES.objectNode();
        ObjectNode info = MesosJson.tree(agent.info());
        json.set("agent_info", info.put("checkpoint", true));
        json.put("active", agent.link().isPresent())
                .put("deactivated", false)
                .put("version", Settings.VERSION)
                .put("pid", agent.pid());
        json.set("registered_time", time(agent.registered));
        agent.reregistered().ifPresent(at -> json.set("reregistered_time", time(at)));
        put(json, "total_resources", agent.total());
        put(json, "allocated_resources", StateJson.used(agent.tasks.values()));
        put(json, "offered_resources", StateJson.offered(agent.offers.values()).inOfferOrder());
        ArrayNode capabilities = json.putArray("capabilities");
        StateJson.AGENT_CAPABILITIES.forEach(name -> capabilities.addObject().put("type", name));
        return json;
    }

    static ObjectNode task(Task task) {
        var proto =
                org.apache.mesos.v1.Protos.Task.newBuilder()
                        .setName(task.info.getName())
                        .setTaskId(task.info.getTaskId())
                        .setFrameworkId(FrameworkID.newBuilder().setValue(task.framework.id))
                        .setAgentId(Statuses.agentId(task))
                        .setState(task.state())
                        .addAllResources(task.info.getResourcesList())
                        .addAllStatuses(task.statuses());
        task.lastUpdate()
                .ifPresent(last ->
                        proto.setStatusUpdateState(last.getState())
                                .setStatusUpdateUuid(last.getUuid()));
        if (task.info.hasLabels()) {
            proto.setLabels(task.info.getLabels());
        }
        if (task.info.hasDiscovery()) {
            proto.setDiscovery(task.info.getDiscovery());
        }
        if (task.info.hasContainer()) {
            proto.setContainer(task.info.getContainer());
        }
        if (task.info.hasHealthCheck()) {
            proto.setHealthCheck(task.info.getHealthCheck());
        }
        if (task.info.hasKillPolicy()) {
            proto.setKillPolicy(task.info.getKillPolicy());
        }
        return MesosJson.tree(proto.build());
    }

    /// `GET_X` and below it what it answers, as every reading call does; an event the same.
    static ObjectNode answer(String type, String field, ObjectNode inside) {
        ObjectNode json = NODES.objectNode().put("type", type);
        json.set(field, inside);
        return json;
    }

    /// GET_MASTER
    static ObjectNode master(Settings settings) {
        ObjectNode json = NODES.objectNode();
        json.set("master_info", MesosJson.tree(Events.master(settings)));
        double started = Events.seconds(settings.started());
        return json.put("start_time", MesosJson.number(started))
                .put("elected_time", MesosJson.number(started));
    }

    @SuppressWarnings("deprecation") // the old format names the role on each resource
    private static void put(ObjectNode json, String field, Amounts amounts) {
        if (!amounts.isEmpty()) {
            ArrayNode array = json.putArray(field);
            for (Resource resource : amounts.resources()) {
                array.add(MesosJson.tree(resource.toBuilder().setRole("*").build()));
            }
        }
    }

    private static ObjectNode time(java.time.Instant at) {
        return MesosJson.tree(Statuses.time(at));
    }

    /// The time of what has not happened.
    static ObjectNode never() {
        return MesosJson.tree(TimeInfo.newBuilder().setNanoseconds(0).build());
    }
}
