package io.dromos.cli.task;

import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.http.Api;
import io.dromos.cli.mesos.Mesos;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dromos task log`.
@Command(name = "log", description = "Prints what a task wrote.")
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
        try (var api = api();
                var mesos = Mesos.of(api)) {
            var sandbox = Sandbox.find(mesos, task(api));
            var reader = new LogReader(mesos, sandbox, stderr ? "stderr" : "stdout", System.out);
            reader.printAll();
            if (follow) reader.follow();
            return ExitCode.OK;
        }
    }

    /// The task that is meant: its id itself, or an application's only task, or its last that
    /// failed.
    private String task(Api api) throws Failure {
        var app = AppTasks.of(api, name);
        if (app.isEmpty()) return name;
        return app.get().only().or(app.get()::lastFailed).orElseThrow(app.get()::none);
    }
}
