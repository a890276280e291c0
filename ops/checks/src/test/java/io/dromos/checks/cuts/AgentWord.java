package io.dromos.checks.cuts;

import io.dromos.agent.node.checkpoint.TaskDirectory;
import io.dromos.checks.cluster.Cluster;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/// What the agents count as acknowledged, by their own files: of each task the updates of which the
/// server said that it has stored them, oldest first. An agent deletes what it knows of a task some
/// time after its end, so that it has to be read now and then.
final class AgentWord {

    private final Map<TaskId, List<TaskState>> acknowledged = new TreeMap<>();

    /// Takes in what the agents know now.
    void read(Cluster cluster) throws IOException {
        for (var node : cluster.nodes())
            try (var tasks = Files.list(node.work().resolve("meta/tasks"))) {
                for (var task : tasks.toList()) readTask(task);
            }
    }

    private void readTask(Path directory) throws IOException {
        var task =
                new TaskDirectory(
                        directory,
                        FrameworkInfo.getDefaultInstance(),
                        TaskInfo.getDefaultInstance(),
                        directory);
        try {
            // In this order, since the agent goes on meanwhile.
            int count = task.acknowledged();
            var updates = task.statuses();
            if (count == 0 || updates.size() < count) return;
            var id = new TaskId(updates.getFirst().getTaskId().getValue());
            var states = new ArrayList<TaskState>();
            for (var update : updates.subList(0, count))
                states.add(TaskState.ofMesosName(update.getState().name()).orElseThrow());
            acknowledged.put(id, states);
        } catch (NoSuchFileException _) {
            // It was deleted this very moment, long after it was read for the last time.
        }
    }

    /// How many updates are acknowledged.
    int count() {
        return acknowledged.values().stream().mapToInt(List::size).sum();
    }

    /// Those that the log does not hold, a sentence for each. The log has each of them in its
    /// order, a repeated state once, unless the task's end was known before, from elsewhere.
    List<String> missing(LastWord log) {
        var missing = new ArrayList<String>();
        acknowledged.forEach((task, states) -> {
            var told = log.told().getOrDefault(task, List.of());
            int at = 0;
            for (var state : states) {
                int found = at;
                while (found < told.size() && !told.get(found).says(state)) found++;
                if (found < told.size()) at = found;
                else if (told.subList(at, told.size()).stream().noneMatch(LastWord.Told::ended))
                    missing.add(
                            "%s of %s is acknowledged, but the log has %s; acknowledged are %s"
                                    .formatted(state, task, told, states));
            }
        });
        return missing;
    }
}
