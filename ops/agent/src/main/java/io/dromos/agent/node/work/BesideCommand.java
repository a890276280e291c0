package io.dromos.agent.node.work;

import io.dromos.agent.node.health.Beside;
import io.dromos.agent.node.tool.Tool;
import java.io.IOException;
import java.time.Duration;

/// A check that runs beside a command, in a session of its own, whose number is its process's.
record BesideCommand(Process process) implements Beside {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public boolean announces() {
        return true;
    }

    @Override
    public void end(String announcement) throws IOException, InterruptedException {
        Tool.run(PATIENCE, "/bin/sh", "-c", "kill -s KILL -- -" + process.pid());
    }
}
