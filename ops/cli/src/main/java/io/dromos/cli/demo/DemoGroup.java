package io.dromos.cli.demo;

import io.dromos.cli.command.Group;
import picocli.CommandLine.Command;

/// `dromos demo`.
@Command(name = "demo", description = "Demonstrations.", subcommands = DemoRsvp.class)
public final class DemoGroup extends Group {

    /// Constructed by picocli.
    public DemoGroup() {}
}
