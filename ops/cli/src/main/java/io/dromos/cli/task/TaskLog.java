package io.dromos.cli.task;

import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.http.Api;
import io.dromos.cli.mesos.Mesos;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dromos task log`.
@Command(
        name = "log",
        description = "Prints what a task wrote; with --json each line as {\"line\": …}.")
public final class TaskLog extends BaseCommand {

    @Parameters(
            paramLabel = "TASK",
            description =
                    "The task's id or its beginning, or the id of an application with one task.")
    private String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what it writes, until it ends.")
    private boolean follow;

    @Option(names = "--stderr", description = "What it wrote to the error output.")
    private boolean stderr;

    /// Constructed by picocli.
    public TaskLog() {}

    @Override
    protected int execute() throws Failure, IOException, InterruptedException {
        var lines = new JsonLines(System.out);
        try (var api = api();
                var mesos = Mesos.of(api)) {
            print(api, mesos, isJson() ? new PrintStream(lines) : System.out);
            return ExitCode.OK;
        } finally {
            lines.close();
        }
    }

    private void print(Api api, Mesos mesos, PrintStream out)
            throws Failure, IOException, InterruptedException {
        var sandbox = Sandbox.find(mesos, task(api));
        var reader = new LogReader(mesos, sandbox, stderr ? "stderr" : "stdout", out);
        reader.printAll();
        if (follow) reader.follow();
    }

    /// The task that is meant: its id itself, or an application's only task, or its last that
    /// failed.
    private String task(Api api) throws Failure {
        var app = AppTasks.of(api, name);
        if (app.isEmpty()) return name;
        return app.get().only().or(app.get()::lastFailed).orElseThrow(app.get()::none);
    }
}
