package io.dromos.agent.master;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.mesos.v1.Protos.TaskState;

/// The few numbers of a real master's `/metrics/snapshot` that tell how full it is, under its
/// names; only for the thread that owns the books.
final class Metrics {

    private Metrics() {}

    /// Tasks by the state they are in now, agents, frameworks and offers.
    static ObjectNode snapshot(Ledger ledger) {
        Map<TaskState, Integer> tasks = new EnumMap<>(TaskState.class);
        for (Framework framework : ledger.frameworks.values()) {
            for (Task task : framework.tasks.values()) {
                tasks.merge(task.state(), 1, Integer::sum);
            }
        }
        ObjectNode numbers = JsonNodeFactory.instance.objectNode();
        for (TaskState state : TaskState.values()) {
            if (!Task.isTerminal(state)) {
                String name = state.name().substring("TASK_".length()).toLowerCase(Locale.ROOT);
                numbers.put("master/tasks_" + name, (double) tasks.getOrDefault(state, 0));
            }
        }
        long connected = ledger.agents.values().stream().filter(a -> a.link().isPresent()).count();
        long schedulers =
                ledger.frameworks.values().stream().filter(f -> f.stream().isPresent()).count();
        return numbers.put("master/slaves_connected", (double) connected)
                .put("master/frameworks_connected", (double) schedulers)
                .put("master/frameworks_active", (double) ledger.frameworks.size())
                .put("master/outstanding_offers", (double) ledger.offers.size());
    }
}
