package io.dromos.cli.audit;

import io.dromos.cli.command.Group;
import picocli.CommandLine.Command;

/// `dromos audit`.
@Command(
        name = "audit",
        description = "The log: who changed what, when and why, and what came of it.",
        subcommands = {AuditLog.class, AuditShow.class})
public final class AuditGroup extends Group {

    /// Constructed by picocli.
    public AuditGroup() {}
}
