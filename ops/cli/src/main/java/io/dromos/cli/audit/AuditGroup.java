package io.dromos.cli.audit;

import io.dromos.cli.command.Group;
import picocli.CommandLine.Command;

/// `dromos audit`.
@Command(
        name = "audit",
        description =
                "The log: who changed what, when and why, and what came of it; and that it is as it was written.",
        subcommands = {
            AuditLog.class,
            AuditShow.class,
            AuditVerify.class,
            AuditCheckpoint.class,
            AuditKey.class
        })
public final class AuditGroup extends Group {

    /// Constructed by picocli.
    public AuditGroup() {}
}
