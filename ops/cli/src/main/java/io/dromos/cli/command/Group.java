package io.dromos.cli.command;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A word that only has commands below it.
@Command(mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true)
public abstract class Group implements Runnable {

    @Spec private @Nullable CommandSpec spec;

    /// Tells which commands there are, as a wrong use.
    @Override
    public final void run() {
        var known = Objects.requireNonNull(spec);
        throw new ParameterException(
                known.commandLine(),
                "'%s' needs a command: %s"
                        .formatted(
                                known.qualifiedName(),
                                String.join(", ", known.subcommands().keySet())));
    }
}
