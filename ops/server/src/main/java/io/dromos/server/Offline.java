package io.dromos.server;

import io.dromos.feed.audit.Exported;
import io.dromos.feed.audit.Sums;
import io.dromos.feed.audit.Verification;
import io.dromos.journal.LogDamaged;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Records;
import io.dromos.journal.audit.StoredLog;
import io.dromos.journal.audit.Verifier;
import io.dromos.journal.audit.Walk;
import io.dromos.journal.embedded.LogFiles;
import io.dromos.journal.postgres.DatabaseRefused;
import io.dromos.journal.postgres.LogRows;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// Reads a log that no server need have open, and changes nothing: tells on the output what
/// `/v3/log/verify`, `/v3/log/export` and `/v3/log/stats` answer, a line each. To `verify` and
/// `stats` it adds a line on how the log was found. Exits with 1 and a sentence if there is no log.
@Command(name = "dromos-log", mixinStandardHelpOptions = true)
public final class Offline {

    private static final long STRETCH_MAX = 100_000;

    /// What is told.
    enum Work {
        verify,
        export,
        stats
    }

    @Parameters(paramLabel = "verify|export|stats")
    private Work work = Work.verify;

    @Option(names = "--data", required = true, description = "The server's data directory.")
    private Path data = Path.of("");

    @Option(names = "--storage_url", description = "The log is in this database.")
    private Optional<String> storageUrl = Optional.empty();

    @Option(names = "--after", description = "Begin behind this offset.")
    private long after;

    @Option(names = "--until", description = "End with this offset.")
    private long until = Long.MAX_VALUE;

    @Option(names = "--stop", split = ",", description = "Offsets at which a stretch ends.")
    private List<Long> stops = List.of();

    private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);

    private Offline() {}

    /// Runs and ends the process.
    public static void main(String[] args) {
        var offline = new Offline();
        try {
            var parsed = new CommandLine(offline).parseArgs(args);
            if (!CommandLine.printHelpIfRequested(parsed)) offline.run();
            System.exit(0);
        } catch (ParameterException e) {
            exit(2, String.valueOf(e.getMessage()));
        } catch (DatabaseRefused | StartRefused | LogDamaged e) {
            exit(1, String.valueOf(e.getMessage()));
        } catch (IOException | UncheckedIOException e) {
            exit(1, "The log in %s cannot be read: %s".formatted(offline.data, e.getMessage()));
        }
    }

    private static void exit(int code, String sentence) {
        System.err.println(sentence);
        System.exit(code);
    }

    private void run() throws IOException {
        StoredLog opened;
        try {
            opened = open();
        } catch (LogDamaged e) {
            if (work != Work.verify) throw e;
            say(Verification.unreadable(e).json());
            return;
        }
        try (var log = opened) {
            switch (work) {
                case verify -> verify(log);
                case export -> export(log);
                case stats -> stats(log);
            }
        }
    }

    private StoredLog open() throws IOException {
        var database = ServerOptions.database(storageUrl);
        if (database.isPresent()) return LogRows.open(database.get());
        var directory = data.resolve("log");
        try {
            return LogFiles.open(directory);
        } catch (NoSuchFileException e) {
            throw new StartRefused("There is no log in " + directory, e);
        }
    }

    private void verify(StoredLog log) {
        var records = log.records();
        Walk walk;
        try {
            walk = new Walk(records, verifier(records));
        } catch (LogDamaged e) {
            say(Verification.unreadable(e).json());
            return;
        }
        long reached = after;
        while (true) {
            var stretch = walk.next(stop(reached), STRETCH_MAX);
            reached = stretch.to();
            say(Verification.of(stretch, reached).json());
            if (stretch.broken().isPresent() || stretch.ended() || reached >= until || isOver())
                break;
        }
        found(log);
    }

    private long stop(long reached) {
        var next = new TreeSet<>(stops).higher(reached);
        return next == null ? until : Math.min(next, until);
    }

    /// The record that the stretch begins behind is read, and is as good as who named it knows.
    private Verifier verifier(Records records) {
        if (after == 0) return Verifier.fromTheBeginning();
        var record = skipTo(records, after);
        if (record == null) throw new LogDamaged(after, "the log does not reach so far");
        if (record.offset() != after)
            throw new LogDamaged(after, LogDamaged.misplaced(after, record.offset()));
        return Verifier.behind(record);
    }

    private static @Nullable LogRecord skipTo(Records records, long offset) {
        var record = records.next();
        while (record != null && record.offset() < offset) record = records.next();
        return record;
    }

    private void export(StoredLog log) {
        var records = log.records();
        if (after > 0 && skipTo(records, after) == null) return;
        Records bounded = until(records);
        var page = Exported.of(bounded, after, Integer.MAX_VALUE);
        while (!page.lines().isEmpty() && !isOver()) {
            out.print(page.lines());
            page = Exported.of(bounded, page.next(), Integer.MAX_VALUE);
        }
        out.flush();
    }

    private Records until(Records records) {
        return new Records() {
            @Override
            public @Nullable LogRecord next() {
                var record = records.next();
                return record == null || record.offset() > until ? null : record;
            }

            @Override
            public void close() {
                records.close();
            }
        };
    }

    private void stats(StoredLog log) {
        var records = log.records();
        if (after > 0 && skipTo(records, after) == null) return;
        long reached = after;
        while (true) {
            var sums = Sums.of(records, reached, STRETCH_MAX);
            boolean ended = sums.to() < reached + STRETCH_MAX;
            reached = sums.to();
            say(sums.within(reached, ended ? log.extents() : List.of()).json());
            if (ended || isOver()) break;
        }
        found(log);
    }

    /// The last line: who has the log open, and what it ends with.
    private void found(StoredLog log) {
        var user = log.user().map(it -> "\"" + it.replaceAll("[^\\w .-]", "") + "\"");
        say(
                "{\"unfinishedBytes\":%d,\"user\":%s}"
                        .formatted(log.unfinishedBytes(), user.orElse("null")));
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    /// Whether nobody reads any more.
    private boolean isOver() {
        return out.checkError();
    }
}
