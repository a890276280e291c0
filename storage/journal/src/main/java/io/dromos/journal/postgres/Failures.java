package io.dromos.journal.postgres;

import io.dromos.journal.Refusal;
import java.sql.SQLException;
import java.util.Set;

/// What a failed statement means.
final class Failures {
    /// Somebody else accepted a loss of records: `DR001` of the function `locked`.
    static final String OTHER_HISTORY = "DR001";

    private static final String DISK_FULL = "53100";

    /// Read-only (a standby), too many connections, cancelled by hand, a lock that was not had.
    private static final Set<String> PASSING = Set.of("25006", "53300", "57014", "55P03");

    private Failures() {}

    /// Whether it is worth asking again: the connection broke, the server stops or starts, or the
    /// statement gave way to another.
    static boolean passes(SQLException e) {
        var state = e.getSQLState();
        return state == null
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("40")
                || PASSING.contains(state);
    }

    static boolean isOtherHistory(SQLException e) {
        return OTHER_HISTORY.equals(e.getSQLState());
    }

    /// Why nothing was stored, given what the database said.
    static Refusal refusal(SQLException e, Database database) {
        return DISK_FULL.equals(e.getSQLState())
                ? new Refusal.Full("the disk of the database " + database)
                : new Refusal.NotStored(String.valueOf(e.getMessage()));
    }
}
