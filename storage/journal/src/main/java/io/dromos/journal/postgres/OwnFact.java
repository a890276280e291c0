package io.dromos.journal.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/// A fact that the log records about itself; the database makes its number and its text.
sealed interface OwnFact {
    /// [io.dromos.journal.Log#claim].
    record Claim(String fence, String owner) implements OwnFact {}

    /// [io.dromos.journal.Log#hide].
    record Hide(String persistenceId, long to) implements OwnFact {}

    /// Has it recorded, and answers the number it gave. May be asked again under the same number of
    /// the writer.
    default long call(Connection connection, UUID history, UUID writer, long number)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql())) {
            statement.setObject(1, history);
            statement.setObject(2, writer);
            statement.setLong(3, number);
            bind(statement);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private String sql() {
        return switch (this) {
            case Claim _ -> "CALL dromos.claim(?, ?, ?, ?, ?, NULL)";
            case Hide _ -> "CALL dromos.hide(?, ?, ?, ?, ?, NULL)";
        };
    }

    private void bind(PreparedStatement statement) throws SQLException {
        switch (this) {
            case Claim(var fence, var owner) -> {
                statement.setString(4, fence);
                statement.setString(5, owner);
            }
            case Hide(var persistenceId, var to) -> {
                statement.setString(4, persistenceId);
                statement.setLong(5, to);
            }
        }
    }
}
