package io.dromos.cli.journal;

import io.dromos.cli.command.Group;
import picocli.CommandLine.Command;

/// `dromos journal`.
@Command(
        name = "journal",
        description = "The log as data: written out, and what it takes.",
        subcommands = {JournalExport.class, JournalStats.class})
public final class JournalGroup extends Group {

    /// Constructed by picocli.
    public JournalGroup() {}
}
