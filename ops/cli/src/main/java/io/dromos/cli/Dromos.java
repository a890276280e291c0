package io.dromos.cli;

import io.dromos.cli.app.AppGroup;
import io.dromos.cli.audit.AuditGroup;
import io.dromos.cli.audit.ClusterCommand;
import io.dromos.cli.audit.DiffCommand;
import io.dromos.cli.audit.HistoryCommand;
import io.dromos.cli.audit.ReplayCommand;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.command.Connection;
import io.dromos.cli.command.Group;
import io.dromos.cli.demo.DemoGroup;
import io.dromos.cli.deployment.DeploymentGroup;
import io.dromos.cli.deployment.RollbackCommand;
import io.dromos.cli.deployment.WhyCommand;
import io.dromos.cli.event.EventsCommand;
import io.dromos.cli.group.GroupCommands;
import io.dromos.cli.journal.JournalGroup;
import io.dromos.cli.local.DownCommand;
import io.dromos.cli.local.StatusCommand;
import io.dromos.cli.local.UpCommand;
import io.dromos.cli.task.TaskGroup;
import io.dromos.cli.text.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `dromos`.
@Command(
        name = "dromos",
        version = "dromos 0.1.0",
        description = "Runs applications on a Mesos cluster, or on this machine alone.",
        footer = {
            "",
            "Exit codes: 0 done, 1 failed or refused, 2 wrong usage, 3 nobody answers, 4 not done in time."
        },
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            DemoGroup.class,
            AppGroup.class,
            GroupCommands.class,
            TaskGroup.class,
            DeploymentGroup.class,
            RollbackCommand.class,
            WhyCommand.class,
            HistoryCommand.class,
            DiffCommand.class,
            ClusterCommand.class,
            AuditGroup.class,
            JournalGroup.class,
            ReplayCommand.class,
            EventsCommand.class
        })
final class Dromos extends Group implements BaseCommand.Root {

    private final Terminal terminal;

    @Mixin private Connection connection = new Connection();

    Dromos(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public Terminal terminal() {
        return terminal;
    }
}
