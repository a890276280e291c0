package io.dromos.journal.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/// Opens connections, set as the log needs them whatever the database's defaults are.
final class Source {
    private static final String SESSION =
            """
            SET statement_timeout = 0;
            SET lock_timeout = 0;
            SET default_transaction_isolation = 'read committed';
            SET client_min_messages = 'warning';
            SELECT set_config('synchronous_commit', 'on', false)
            WHERE current_setting('synchronous_commit') IN ('off', 'local')\
            """;

    private final PGSimpleDataSource driver = new PGSimpleDataSource();

    /// @throws DatabaseRefused if the URL cannot be read
    Source(Database database) {
        try {
            driver.setUrl(database.url());
        } catch (IllegalArgumentException e) {
            throw new DatabaseRefused(
                    "The URL of the database %s cannot be read".formatted(database), e);
        }
        database.user().ifPresent(driver::setUser);
        database.password().ifPresent(driver::setPassword);
        unlessGiven(PGProperty.APPLICATION_NAME, "dromos");
        unlessGiven(PGProperty.TARGET_SERVER_TYPE, "primary");
        unlessGiven(PGProperty.TCP_KEEP_ALIVE, "true");
        // An append that is given up goes on in the database; its writer asks again by its number.
        unlessGiven(PGProperty.SOCKET_TIMEOUT, "30");
        unlessGiven(PGProperty.PREPARE_THRESHOLD, "1");
        unlessGiven(PGProperty.LOG_SERVER_ERROR_DETAIL, "false");
    }

    private void unlessGiven(PGProperty property, String value) {
        var given = driver.getProperty(property);
        if (given == null || given.equals(property.getDefaultValue())) {
            driver.setProperty(property, value);
        }
    }

    Connection open() throws SQLException {
        var connection = driver.getConnection();
        try (var statement = connection.createStatement()) {
            statement.execute(SESSION);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
