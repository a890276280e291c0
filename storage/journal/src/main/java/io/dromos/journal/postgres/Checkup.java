package io.dromos.journal.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/// What is looked at before a database is used.
final class Checkup {
    private Checkup() {}

    /// @throws DatabaseRefused if the database's clock and ours are too far apart
    static void refuseSkew(Connection connection, InstantSource clock, Duration max)
            throws SQLException {
        var before = clock.instant();
        var theirs = now(connection);
        var after = clock.instant();
        var ahead = Duration.between(after, theirs.toInstant());
        var behind = Duration.between(theirs.toInstant(), before);
        var skew = ahead.compareTo(behind) > 0 ? ahead : behind;
        if (skew.compareTo(max) > 0) {
            throw new DatabaseRefused(
                    "The database's clock is %d s %s this machine's, at most %d s are allowed: set both right, for example with 'chronyc makestep' or 'date -s', and start again"
                            .formatted(
                                    skew.toSeconds(),
                                    skew.equals(ahead) ? "ahead of" : "behind",
                                    max.toSeconds()));
        }
    }

    private static OffsetDateTime now(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class);
        }
    }

    /// What endangers the log, a sentence each.
    static List<String> warnings(Connection connection) throws SQLException {
        var warnings = new ArrayList<String>();
        if (setting(connection, "synchronous_standby_names").isEmpty()) {
            warnings.add(
                    "it has no synchronous standby (synchronous_standby_names is empty): if it is lost, the newest facts are lost with it");
        }
        if (setting(connection, "fsync").equals("off")) {
            warnings.add(
                    "fsync is off: a power cut loses facts that were acknowledged, and may damage the rest");
        }
        if (setting(connection, "full_page_writes").equals("off")) {
            warnings.add("full_page_writes is off: a power cut may damage the log");
        }
        return List.copyOf(warnings);
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT current_setting(?)")) {
            statement.setString(1, name);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
