package io.dromos.server;

import io.dromos.journal.Log;
import io.dromos.journal.LogDamaged;
import io.dromos.journal.checkpoint.Shelf;
import io.dromos.journal.disk.DirectoryDisk;
import io.dromos.journal.disk.DirectoryInUse;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import io.dromos.journal.postgres.Database;
import io.dromos.journal.postgres.DatabaseRefused;
import io.dromos.journal.postgres.DatabaseSettings;
import io.dromos.journal.postgres.PostgresLog;
import io.dromos.schema.EventNames;
import java.io.IOException;
import java.nio.file.Path;

/// The log that the flags name: in the data directory, or in a database.
///
/// @param checkpoints where its checkpoints are
/// @param stopWaiting to be run before readers of the log are closed: none waits any longer for a
///   database that cannot be reached
/// @param shared whether other nodes may write to it
record OpenLog(Log log, Keeping checkpoints, Runnable stopWaiting, boolean shared) {

    /// Opens where checkpoints are kept.
    @FunctionalInterface
    interface Keeping {
        /// @throws IOException if it cannot be used
        Shelf open() throws IOException;
    }

    /// @throws StartRefused in one sentence if it cannot be opened
    static OpenLog open(ServerOptions options, Sizes sizes) {
        try {
            var database = options.database();
            return database.isPresent()
                    ? inDatabase(database.get(), options.data)
                    : embedded(options.data, sizes);
        } catch (DirectoryInUse | LogDamaged | DatabaseRefused e) {
            throw new StartRefused(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new StartRefused(
                    "The log in " + options.data + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static OpenLog embedded(Path data, Sizes sizes) throws IOException {
        var settings =
                Settings.standard(EventNames.definitions()).withSegmentBytes(sizes.segmentBytes());
        return new OpenLog(
                EmbeddedLog.open(data.resolve("log"), settings),
                () -> Shelf.on(DirectoryDisk.at(data.resolve("checkpoints"))),
                () -> {},
                false);
    }

    private static OpenLog inDatabase(Database database, Path data) throws IOException {
        var seen = data.resolve("last-seen");
        var settings =
                DatabaseSettings.standard(database, EventNames.definitions()).withLastSeen(seen);
        var log = PostgresLog.open(settings);
        var lost = log.lost();
        if (lost.isEmpty()) return new OpenLog(log, () -> inDatabase(log), log::stopWaiting, true);
        log.close();
        throw new StartRefused(
                "%s, in %s; start the database that has these records, or, if they are lost for good, delete %s and start again"
                        .formatted(lost.get().sentence(), database, seen));
    }

    private static Shelf inDatabase(PostgresLog log) throws IOException {
        return log.checkpoints("process " + ProcessHandle.current().pid());
    }
}
