package io.dromos.cli.app;

import io.dromos.cli.command.Group;
import picocli.CommandLine.Command;

/// `dromos app`.
@Command(
        name = "app",
        description = "Applications: what should run.",
        subcommands = {
            AppAdd.class,
            AppList.class,
            AppShow.class,
            AppScale.class,
            AppRestart.class,
            AppDestroy.class,
            AppVersions.class
        })
public final class AppGroup extends Group {

    /// Constructed by picocli.
    public AppGroup() {}
}
