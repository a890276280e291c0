package io.dromos.agent.node.work;

import io.dromos.agent.node.checkpoint.TaskDirectory;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;

/// The environment of a task. Pure.
final class Variables {
    private Variables() {}

    /// Of a command; what the task brings goes before what the agent gives.
    ///
    /// @param endpoint the agent's `address:port`
    static Map<String, String> ofCommand(TaskDirectory task, String endpoint) {
        var variables = ofAny(task, task.sandbox().toString());
        variables.put("MESOS_DIRECTORY", task.sandbox().toString());
        variables.put("MESOS_AGENT_ENDPOINT", endpoint);
        variables.putAll(given(task.task().getCommand()));
        return variables;
    }

    /// Of a command beside a task's own: what it brings itself goes before what the task has.
    static Map<String, String> beside(Map<String, String> task, CommandInfo command) {
        var variables = new TreeMap<>(task);
        variables.putAll(given(command));
        return variables;
    }

    /// Of a Docker container.
    static Map<String, String> ofContainer(TaskDirectory task, String name, String sandbox) {
        var variables = ofAny(task, sandbox);
        variables.put("MESOS_CONTAINER_NAME", name);
        variables.putAll(given(task.task().getCommand()));
        return variables;
    }

    private static Map<String, String> ofAny(TaskDirectory task, String sandbox) {
        var variables = new TreeMap<String, String>();
        var id = task.task().getTaskId().getValue();
        variables.put("MESOS_TASK_ID", id);
        variables.put("MESOS_EXECUTOR_ID", id);
        variables.put("MESOS_FRAMEWORK_ID", task.framework().getId().getValue());
        variables.put("MESOS_SLAVE_ID", task.task().getAgentId().getValue());
        variables.put("MESOS_SANDBOX", sandbox);
        return variables;
    }

    static Map<String, String> given(CommandInfo command) {
        var variables = new TreeMap<String, String>();
        for (var variable : command.getEnvironment().getVariablesList()) {
            variables.put(variable.getName(), value(variable));
        }
        return variables;
    }

    private static String value(Environment.Variable variable) {
        return switch (variable.getType()) {
            case UNKNOWN, VALUE -> variable.getValue();
            case SECRET -> variable.getSecret().getValue().getData().toStringUtf8();
        };
    }
}
