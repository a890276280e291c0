package io.dromos.journal.postgres;

import io.dromos.journal.Records;
import io.dromos.journal.audit.Extent;
import io.dromos.journal.audit.StoredLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;

/// The log in a database, read and nothing else, over one connection.
public final class LogRows implements StoredLog {
    private final Database database;
    private final Connection connection;
    private final StoredRows records;

    private LogRows(Database database, Connection connection) throws SQLException {
        this.database = database;
        this.connection = connection;
        connection.setReadOnly(true);
        if (!hasLog(connection)) {
            throw new DatabaseRefused("The database %s holds no log".formatted(database));
        }
        NavigableMap<Long, UUID> incarnations = History.incarnations(connection);
        if (incarnations.isEmpty()) {
            throw new DatabaseRefused(
                    "The log in %s is of no history: dromos.incarnation is empty"
                            .formatted(database));
        }
        this.records =
                new StoredRows(this::ask, offset -> History.incarnation(incarnations, offset), 1);
    }

    /// The log in this database.
    ///
    /// @throws DatabaseRefused if it cannot be reached or has none
    public static LogRows open(Database database) {
        try {
            var connection = new Source(database).open();
            try {
                return new LogRows(database, connection);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw refused(database, e);
        }
    }

    private static DatabaseRefused refused(Database database, SQLException e) {
        return new DatabaseRefused(
                "The database %s cannot be read: %s".formatted(database, e.getMessage()), e);
    }

    private static boolean hasLog(Connection connection) throws SQLException {
        try (var statement =
                        connection.prepareStatement(
                                "SELECT to_regclass('dromos.record') IS NOT NULL");
                var row = statement.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private <T> T ask(Connections.Question<T> question) {
        try {
            return question.ask(connection);
        } catch (SQLException e) {
            throw refused(database, e);
        }
    }

    @Override
    public Records records() {
        return records;
    }

    /// Whoever has it open does not matter: what was committed is whole.
    @Override
    public Optional<String> user() {
        return Optional.empty();
    }

    @Override
    public long unfinishedBytes() {
        return 0;
    }

    @Override
    public List<Extent> extents() {
        return ask(StoredRows::extents);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException _) {
            // There is nothing left to do with it.
        }
    }
}
