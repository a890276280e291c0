package io.dromos.cli.task;

import io.dromos.cli.command.Group;
import picocli.CommandLine.Command;

/// `dromos task`.
@Command(
        name = "task",
        description = "Tasks: the running instances of applications.",
        subcommands = {TaskList.class, TaskLog.class, TaskKill.class})
public final class TaskGroup extends Group {

    /// Constructed by picocli.
    public TaskGroup() {}
}
