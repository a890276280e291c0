package io.dromos.cli.ledger;

import io.dromos.cli.command.Connection;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.run.Part;
import io.dromos.cli.run.Programs;
import io.dromos.cli.run.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which log is meant: that of a server that runs, or one that is read as it lies in its store.
public final class LedgerOptions {

    @Option(
            names = "--offline",
            description =
                    "Read the log in the data directory as it lies there, though a server may run. Without it that is done if none runs from there.")
    private boolean offline;

    @Option(
            names = "--storage_url",
            paramLabel = "URL",
            description =
                    "Read the log in this PostgreSQL database without a server, as it lies there: jdbc:postgresql://HOST:PORT/DATABASE. Better in DROMOS_STORAGE_URL, with --offline.")
    private Optional<String> storageUrl = Optional.empty();

    /// Constructed by picocli.
    public LedgerOptions() {}

    /// The log; to be closed.
    public Ledger open(Connection connection, Map<String, String> environment) throws Failure {
        var database = storageUrl.or(() -> offline ? variable(environment) : Optional.empty());
        var data = connection.data(environment);
        boolean stored =
                offline
                        || database.isPresent()
                        || (!connection.isElsewhere(environment)
                                && !isServed(data)
                                && directory(data).isPresent());
        if (!stored) return new ServedLedger(connection.api(environment));
        var programs = Programs.ofThisProcess(environment);
        var directory =
                database.isPresent()
                        ? directory(data).or(() -> Optional.of(data))
                        : directory(data);
        if (directory.isEmpty())
            throw Failure.failed(
                    "There is no log in %s: name the data directory of a server with --data"
                            .formatted(data));
        return new StoredLedger(programs, directory.get(), database);
    }

    private static Optional<String> variable(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("DROMOS_STORAGE_URL"))
                .filter(it -> !it.isEmpty());
    }

    /// The server's part of what `up` runs, or a server's own directory.
    private static Optional<Path> directory(Path data) {
        var ofUp = data.resolve("server");
        if (Files.isDirectory(ofUp.resolve("log"))) return Optional.of(ofUp);
        return Files.isDirectory(data.resolve("log")) ? Optional.of(data) : Optional.empty();
    }

    private static boolean isServed(Path data) {
        try {
            return RunFile.in(data).read().stream()
                    .flatMap(it -> it.parts().stream())
                    .anyMatch(it -> it.part().kind() == Part.Kind.SERVER && it.isAlive());
        } catch (IOException _) {
            return false;
        }
    }
}
