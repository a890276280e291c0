package io.dromos.agent.node.health;

import io.dromos.probe.NetworkProbes;
import io.dromos.probe.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.mesos.v1.Protos.CommandInfo;

/// Runs one command beside a task. Its time begins when it says that it has begun, not when the
/// machine was asked to start it.
final class CommandProbe {
    /// How long a command may take to begin. Longer is the machine's fault.
    static final Duration BEGIN = Duration.ofSeconds(30);

    /// With these a shell, and `docker exec`, say that there is no such program.
    private static final int NOT_EXECUTABLE = 126;

    private static final int NOT_FOUND = 127;

    private static final int MAX_LINE = 64;

    private final Place place;
    private final CommandInfo command;

    CommandProbe(Place place, CommandInfo command) {
        this.place = place;
        this.command = command;
    }

    Outcome ask(NetworkProbes probes, Duration timeout) throws InterruptedException {
        Beside beside;
        try {
            beside = place.beside(command, timeout);
        } catch (IOException notStarted) {
            return new Outcome.NotAsked("it cannot be started: " + notStarted.getMessage());
        }
        var announcement = "";
        try {
            if (beside.announces()) {
                announcement = announcement(beside.process());
                if (!announcement.startsWith(Beside.BEGUN)) {
                    return withoutBegin(beside.process());
                }
            }
            var process = beside.process();
            return probes.within(timeout, () -> new Outcome.Exited(process.waitFor()));
        } finally {
            end(beside, announcement);
        }
    }

    private static String announcement(Process process) throws InterruptedException {
        var line = new CompletableFuture<String>();
        Thread.ofVirtual()
                .name("begin")
                .start(() -> line.complete(firstLine(process.getInputStream())));
        try {
            return line.get(BEGIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooLong) {
            return "";
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String firstLine(InputStream output) {
        var line = new StringBuilder();
        try {
            var next = output.read();
            while (next >= 0 && next != '\n' && line.length() < MAX_LINE) {
                line.append((char) next);
                next = output.read();
            }
        } catch (IOException closed) {
            return "";
        }
        return line.toString();
    }

    private static Outcome withoutBegin(Process process) throws InterruptedException {
        if (process.waitFor(1, TimeUnit.SECONDS)) {
            var status = process.exitValue();
            return status == NOT_EXECUTABLE || status == NOT_FOUND
                    ? new Outcome.Exited(status)
                    : new Outcome.NotAsked("it ended with " + status + " before it began");
        }
        return new Outcome.NotAsked("it has not begun within " + BEGIN.toSeconds() + " s");
    }

    private static void end(Beside beside, String announcement) throws InterruptedException {
        try {
            if (beside.process().isAlive()) {
                beside.end(announcement);
            }
            beside.process().getInputStream().close();
        } catch (IOException gone) {
            // It ends by itself somewhat later.
        } finally {
            beside.process().destroyForcibly();
        }
    }
}
