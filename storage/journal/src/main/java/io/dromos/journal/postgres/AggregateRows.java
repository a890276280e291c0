package io.dromos.journal.postgres;

import io.dromos.journal.LogDamaged;
import io.dromos.journal.LogRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The records of one aggregate from a sequence number on, without those that were hidden.
final class AggregateRows extends Rows {
    private static final String PIECE =
            """
            SELECT p.*, b.hash
            FROM (SELECT %s, %s AS bytes FROM dromos.record r
                  WHERE r.persistence_id = ? AND r.log_offset <= ? AND r.sequence_nr >= greatest(?,
                        1 + (SELECT h.to_sequence_nr FROM dromos.hidden h WHERE h.persistence_id = ?))
                  ORDER BY r.sequence_nr LIMIT ?) p
            LEFT JOIN dromos.record b ON b.log_offset = p.log_offset - 1
            WHERE p.bytes < ? ORDER BY p.sequence_nr\
            """
                    .formatted(RECORD, BYTES_BEFORE.formatted("r.sequence_nr"));

    private final String persistenceId;
    private long wanted;
    private boolean begun;

    AggregateRows(Connections connections, History history, String persistenceId, long from) {
        super(connections, history);
        this.persistenceId = persistenceId;
        this.wanted = from;
    }

    @Override
    List<LogRecord> read() {
        long end = end();
        var found = ask(connection -> read(connection, end));
        if (!found.isEmpty()) {
            wanted = found.getLast().sequenceNr() + 1;
            begun = true;
        }
        return found;
    }

    private List<LogRecord> read(Connection connection, long end) throws SQLException {
        try (var statement = connection.prepareStatement(PIECE)) {
            statement.setString(1, persistenceId);
            statement.setLong(2, end);
            statement.setLong(3, wanted);
            statement.setString(4, persistenceId);
            statement.setInt(5, RECORDS_MAX);
            statement.setLong(6, BYTES_MAX);
            var found = new ArrayList<LogRecord>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var next = record(rows, hashBefore(rows.getLong(1), rows.getBytes(11)));
                    if (!follows(next, found)) {
                        throw new LogDamaged(
                                next.offset(),
                                "it is #%d of %s, one before it is missing"
                                        .formatted(next.sequenceNr(), persistenceId));
                    }
                    found.add(next);
                }
            }
            return found;
        }
    }

    private boolean follows(LogRecord next, List<LogRecord> found) {
        return found.isEmpty()
                ? !begun || next.sequenceNr() == wanted
                : next.sequenceNr() == found.getLast().sequenceNr() + 1;
    }
}
