package io.dromos.agent.node.work;

import io.dromos.agent.node.supervise.ProcessIdentity;
import io.dromos.agent.node.supervise.Run;
import io.dromos.agent.node.supervise.RunDirectory;
import io.dromos.agent.node.supervise.Supervisor;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Tells whether a supervisor is still with its command.
final class Supervision {
    // From its start until it says who it is, a supervisor cannot be seen; longer than this means
    // that it died.
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final RunDirectory run;
    private volatile long silentUntil = System.nanoTime();

    Supervision(RunDirectory run) {
        this.run = run;
    }

    /// Starts a supervisor.
    void start(Supervisor supervisor, Run command) throws IOException {
        silentUntil = System.nanoTime() + SILENCE.toNanos();
        supervisor.start(command);
    }

    /// Whether nothing is left to wait for: it has told the end, or it is gone and so is the
    /// command.
    ///
    /// Each file is read once: it may appear between two looks.
    boolean isOver() {
        if (run.ending().isPresent()) {
            return true;
        }
        var supervisor = run.supervisor();
        if (supervisor.isEmpty()) {
            return !isAboutToStart() && !isAlive(run.process());
        }
        return !isAlive(supervisor) && !isAlive(run.process());
    }

    private boolean isAboutToStart() {
        return System.nanoTime() - silentUntil < 0 || run.isDecidedWithin(SILENCE);
    }

    private static boolean isAlive(Optional<ProcessIdentity> process) {
        return process.filter(ProcessIdentity::isAlive).isPresent();
    }
}
