package io.dromos.cli.journal;

import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.ledger.Ledger;
import io.dromos.cli.ledger.LedgerOptions;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `dromos journal export`.
@Command(
        name = "export",
        description = {
            "Writes the records of the log as JSON, a line each, with everything that is stored: anybody can compute their hashes again.",
            "The fact and who brought it about stand there as JSON and, so that nothing is lost, as the very bytes in Base64."
        })
public final class JournalExport extends BaseCommand {

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write to this new file. Default: the output.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--after", paramLabel = "OFFSET", description = "Only what is behind this.")
    private long after;

    @Option(names = "--until", paramLabel = "OFFSET", description = "Only up to this one.")
    private long until = Long.MAX_VALUE;

    @Mixin private LedgerOptions options = new LedgerOptions();

    /// Constructed by picocli.
    public JournalExport() {}

    @Override
    protected int execute() throws Failure, IOException, InterruptedException {
        if (after < 0 || until < 0) throw Failure.usage("--after and --until are 0 or more");
        try (var ledger = options.open(connection(), terminal().environment())) {
            if (out.isPresent()) toFile(ledger, out.get());
            else
                ledger.export(
                        after,
                        until,
                        lines -> {
                            terminal().out().print(lines);
                            if (terminal().out().checkError())
                                throw Failure.failed("Nobody reads the output any more");
                        });
            return ExitCode.OK;
        }
    }

    private void toFile(Ledger ledger, Path file)
            throws Failure, IOException, InterruptedException {
        try (var writer =
                Files.newBufferedWriter(
                        file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW)) {
            ledger.export(after, until, writer::write);
        } catch (FileAlreadyExistsException _) {
            throw Failure.failed("%s is there already: name another file".formatted(file));
        }
    }
}
