package io.dromos.agent.node.life;

import io.dromos.agent.node.work.Machine;
import java.io.IOException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Containers of this agent that belong to no task: of a life that ended between two steps, or
/// whose directory was deleted.
public final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private Leftovers() {}

    /// Removes them; an engine that does not answer has none that run.
    public static void remove(Machine machine, Tasks tasks) throws InterruptedException {
        if (machine.docker().program().isEmpty()) {
            return;
        }
        try {
            var names = machine.docker().labelled("io.dromos.agent=" + machine.mark());
            var ours =
                    tasks.live().stream()
                            .map(entry -> "mesos-" + entry.task().directory().containerId())
                            .collect(Collectors.toSet());
            for (var name : names) {
                if (!ours.contains(name)) {
                    LOG.info("Container {} belongs to no task any more, and is removed", name);
                    machine.docker().remove(name);
                }
            }
        } catch (IOException failure) {
            LOG.debug("Leftover containers cannot be asked for: {}", failure.getMessage());
        }
    }
}
