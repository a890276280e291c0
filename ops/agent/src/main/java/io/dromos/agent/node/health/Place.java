package io.dromos.agent.node.health;

import java.io.IOException;
import java.time.Duration;
import org.apache.mesos.v1.Protos.CommandInfo;

/// Where the checks of one task are made. May be asked by other threads than the task's own.
public interface Place extends io.dromos.probe.Place {
    /// Starts a command beside the task's own: as its user, in its sandbox, environment and limits.
    ///
    /// @param limit it ends by itself somewhat later than this, even if nobody ends it
    /// @throws IOException when it cannot be started, which is not the task's fault
    Beside beside(CommandInfo command, Duration limit) throws IOException, InterruptedException;
}
