package io.dromos.cli.group;

import io.dromos.cli.command.Group;
import picocli.CommandLine.Command;

/// `dromos group`.
@Command(
        name = "group",
        description = "Groups: applications that belong and change together.",
        subcommands = {
            GroupAdd.class,
            GroupPlan.class,
            GroupList.class,
            GroupShow.class,
            GroupScale.class,
            GroupDestroy.class,
            GroupVersions.class
        })
public final class GroupCommands extends Group {

    /// Constructed by picocli.
    public GroupCommands() {}
}
