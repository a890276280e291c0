package io.dromos.agent.node.supervise;

import io.dromos.agent.node.tool.Tool;
import java.io.IOException;
import java.time.Duration;

/// Signals to a whole process group; Java itself can only signal single processes.
public enum Signals {
    /// Asks to end.
    TERM,
    /// Ends.
    KILL;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Signals the group that this process leads, unless the number belongs to somebody else by
    /// now.
    ///
    /// A leader that has ended while others of its group live on is not signalled: its supervisor
    /// ends the group.
    public void send(ProcessIdentity leader) throws IOException, InterruptedException {
        if (leader.isAlive()) {
            Tool.run(PATIENCE, "/bin/sh", "-c", "kill -s " + name() + " -- -" + leader.pid());
        }
    }
}
