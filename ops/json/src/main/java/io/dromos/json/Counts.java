package io.dromos.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.events.TaskState;
import io.dromos.events.state.Instance;
import java.io.IOException;
import java.util.Collection;

/// How many tasks are in which condition, as Marathon counts them.
///
/// @param staged on their way to run
/// @param running at work
/// @param healthy whose check says so
/// @param unhealthy whose check says they are not
public record Counts(int staged, int running, int healthy, int unhealthy) {

    /// Counts the tasks of these instances; those that wait have none.
    public static Counts of(Collection<Instance> instances) {
        int staged = 0;
        int running = 0;
        int healthy = 0;
        int unhealthy = 0;
        for (var instance : instances) {
            if (instance.task().isEmpty()) continue;
            var task = instance.task().get();
            if (isStaged(task.state())) staged++;
            if (task.state() == TaskState.RUNNING) running++;
            if (task.healthy().isEmpty()) continue;
            if (task.healthy().get()) healthy++;
            else unhealthy++;
        }
        return new Counts(staged, running, healthy, unhealthy);
    }

    private static boolean isStaged(TaskState state) {
        return state == TaskState.STAGING || state == TaskState.STARTING;
    }

    void write(JsonGenerator out) throws IOException {
        out.writeNumberField("tasksStaged", staged);
        out.writeNumberField("tasksRunning", running);
        out.writeNumberField("tasksHealthy", healthy);
        out.writeNumberField("tasksUnhealthy", unhealthy);
    }
}
