package io.dromos.agent.master;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.agent.link.MesosJson;
import org.apache.mesos.v1.Protos.TaskStatus;

/// What operators that watch are told (`mesos/v1/master/master.proto`, `Event`).
final class OperatorEvents {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private OperatorEvents() {}

    /// The first event: all the books hold.
    static ObjectNode subscribed(Ledger ledger) {
        ObjectNode inside = NODES.objectNode();
        inside.set("get_state", OperatorJson.state(ledger));
        inside.put(
                "heartbeat_interval_seconds",
                MesosJson.number((double) Settings.HEARTBEAT.toSeconds()));
        return OperatorJson.answer("SUBSCRIBED", "subscribed", inside);
    }

    static ObjectNode heartbeat() {
        return NODES.objectNode().put("type", "HEARTBEAT");
    }

    static ObjectNode taskAdded(Task task) {
        return OperatorJson.answer(
                "TASK_ADDED", "task_added", holder("task", OperatorJson.task(task)));
    }

    static ObjectNode taskUpdated(Task task, TaskStatus status) {
        ObjectNode inside = holder("framework_id", id(task.framework.id));
        inside.set("status", MesosJson.tree(status));
        inside.put("state", task.state().name());
        return OperatorJson.answer("TASK_UPDATED", "task_updated", inside);
    }

    /// Without whether the agent keeps checkpoints, which a real master leaves out here, too.
    static ObjectNode agentAdded(Agent agent) {
        ObjectNode json = OperatorJson.agent(agent);
        ((ObjectNode) json.path("agent_info")).remove("checkpoint");
        return OperatorJson.answer("AGENT_ADDED", "agent_added", holder("agent", json));
    }

    static ObjectNode agentRemoved(Agent agent) {
        return OperatorJson.answer(
                "AGENT_REMOVED", "agent_removed", holder("agent_id", id(agent.id)));
    }

    static ObjectNode frameworkAdded(Framework framework) {
        return OperatorJson.answer(
                "FRAMEWORK_ADDED", "framework_added", holder("framework", whole(framework)));
    }

    static ObjectNode frameworkUpdated(Framework framework) {
        return OperatorJson.answer(
                "FRAMEWORK_UPDATED", "framework_updated", holder("framework", whole(framework)));
    }

    static ObjectNode frameworkRemoved(Framework framework) {
        ObjectNode inside = holder("framework_info", MesosJson.tree(framework.info()));
        return OperatorJson.answer("FRAMEWORK_REMOVED", "framework_removed", inside);
    }

    private static ObjectNode whole(Framework framework) {
        ObjectNode json = OperatorJson.framework(framework);
        json.set("unregistered_time", OperatorJson.never());
        return json;
    }

    private static ObjectNode holder(String field, ObjectNode inside) {
        ObjectNode holder = NODES.objectNode();
        holder.set(field, inside);
        return holder;
    }

    private static ObjectNode id(String value) {
        return NODES.objectNode().put("value", value);
    }
}
