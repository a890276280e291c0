package io.dromos.agent.node.checkpoint;

import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskID;

/// Names a task: task ids are unique within a framework only.
public record TaskKey(String framework, String task) {
    /// From the messages' own types.
    public static TaskKey of(FrameworkID framework, TaskID task) {
        return new TaskKey(framework.getValue(), task.getValue());
    }
}
