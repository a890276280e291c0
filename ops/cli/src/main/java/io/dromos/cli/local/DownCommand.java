package io.dromos.cli.local;

import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.command.Connection;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.run.DataLock;
import io.dromos.cli.run.Health;
import io.dromos.cli.run.RunFile;
import io.dromos.cli.run.Running;
import io.dromos.cli.run.Session;
import io.dromos.cli.run.Stopping;
import io.dromos.cli.text.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `dromos down`.
@Command(
        name = "down",
        description = "Stops what 'dromos up' started, with all tasks and what they leave.")
public final class DownCommand extends BaseCommand {

    private static final Duration PATIENCE = Duration.ofMinutes(7);
    private static final Duration POLL = Duration.ofMillis(200);

    @Option(
            names = "--keep-tasks",
            description = "Leave tasks running; the next 'up' finds them again.")
    private boolean keepTasks;

    /// Constructed by picocli.
    public DownCommand() {}

    @Override
    protected int execute() throws Failure, IOException, InterruptedException {
        var data = data();
        var running = RunFile.in(data).read();
        if (running.isEmpty()) {
            terminal().say(nothing(data));
            return ExitCode.OK;
        }
        if (running.get().supervisor().isAlive()) ask(data, running.get());
        else tidy(data);
        terminal()
                .say(
                        keepTasks
                                ? "Dromos has stopped; its tasks go on, and 'dromos up%s' finds them again"
                                        .formatted(option(data))
                                : "Dromos has stopped, and nothing of it runs");
        return ExitCode.OK;
    }

    private String option(Path data) {
        return Connection.option(data, terminal().environment());
    }

    private String nothing(Path data) {
        var elsewhere =
                option(data).isEmpty()
                        ? "; what runs from another directory is stopped with --data DIR"
                        : "";
        return "Nothing runs from " + data + elsewhere;
    }

    private void ask(Path data, Running running) throws Failure, IOException, InterruptedException {
        Session.wish(data, keepTasks);
        var supervisor = running.supervisor();
        supervisor.terminate();
        try (var progress = new Progress(terminal())) {
            while (!supervisor.awaitEnd(POLL)) {
                progress.show("stopping");
                if (progress.elapsed().compareTo(PATIENCE) > 0)
                    throw Failure.timedOut(
                            "Dromos (process %d) still stops after %d min: look what it waits for in %s"
                                    .formatted(
                                            supervisor.pid(),
                                            PATIENCE.toMinutes(),
                                            data.resolve("logs")));
            }
        }
        if (!keepTasks && RunFile.in(data).read().isPresent()) tidy(data);
    }

    /// Ends what an `up` left that did not end in order.
    private void tidy(Path data) throws Failure, IOException, InterruptedException {
        DataLock.hold(
                data,
                () -> {
                    var left = RunFile.in(data).read();
                    if (left.isPresent()) end(data, left.get());
                    return ExitCode.OK;
                });
    }

    private void end(Path data, Running left) throws Failure, IOException, InterruptedException {
        try (var health = new Health()) {
            var complaints =
                    Session.end(
                            data,
                            left,
                            keepTasks,
                            new Stopping(health, Stopping.END_MAX, terminal()::say));
            if (!complaints.isEmpty()) throw Failure.failed(String.join("; ", complaints));
        }
    }
}
