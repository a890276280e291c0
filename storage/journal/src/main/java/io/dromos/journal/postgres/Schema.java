package io.dromos.journal.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the tables and functions of the log, in the schema `dromos`, and brings older ones up to
/// date: one step for each version, all in one transaction, one node at a time.
final class Schema {
    /// The version this code needs.
    static final int VERSION = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
    private static final long LOCK = 0x64726f6d6f73L;

    private Schema() {}

    /// @throws DatabaseRefused if a newer Dromos was here
    static void migrate(Connection connection) throws SQLException {
        if (hasTable(connection) && version(connection) == VERSION) {
            return;
        }
        connection.setAutoCommit(false);
        try {
            execute(connection, "SELECT pg_advisory_xact_lock(" + LOCK + ")");
            execute(connection, "CREATE SCHEMA IF NOT EXISTS dromos");
            execute(
                    connection,
                    "CREATE TABLE IF NOT EXISTS dromos.version (number int PRIMARY KEY)");
            for (int next = version(connection) + 1; next <= VERSION; next++) {
                execute(connection, step(next));
                execute(connection, "INSERT INTO dromos.version VALUES (" + next + ")");
                LOG.info("The tables of the log are now of version {}", next);
            }
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /// Forgets the last calls of writers that ended long ago: nobody asks about them again.
    static void forgetWriters(Connection connection) throws SQLException {
        execute(connection, "DELETE FROM dromos.writer WHERE at < now() - interval '7 days'");
    }

    private static boolean hasTable(Connection connection) throws SQLException {
        return number(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = 'dromos'") > 0;
    }

    private static int version(Connection connection) throws SQLException {
        int found = number(connection, "SELECT coalesce(max(number), 0) FROM dromos.version");
        if (found > VERSION) {
            throw new DatabaseRefused(
                    "The database holds a log of version %d, this Dromos knows %d at most: use a newer one"
                            .formatted(found, VERSION));
        }
        return found;
    }

    private static int number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String step(int version) {
        try (var text = Schema.class.getResourceAsStream(version + ".sql")) {
            if (text == null) {
                throw new IllegalStateException("step " + version + " of the schema is missing");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
