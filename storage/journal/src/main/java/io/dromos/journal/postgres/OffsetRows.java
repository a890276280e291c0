package io.dromos.journal.postgres;

import io.dromos.journal.Bytes;
import io.dromos.journal.LogDamaged;
import io.dromos.journal.LogRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All records in order from an offset on. Each piece begins with a look at the hash of the last
/// record of the piece before.
final class OffsetRows extends Rows {
    private static final String PIECE =
            """
            SELECT p.*, (SELECT r.hash FROM dromos.record r WHERE r.log_offset = ?)
            FROM (SELECT %s, %s AS bytes FROM dromos.record r
                  WHERE r.log_offset BETWEEN ? AND ? ORDER BY r.log_offset LIMIT ?) p
            WHERE p.bytes < ? ORDER BY p.log_offset\
            """
                    .formatted(RECORD, BYTES_BEFORE.formatted("r.log_offset"));

    private long wanted;
    private @Nullable Bytes lastHash;

    OffsetRows(Connections connections, History history, long from) {
        super(connections, history);
        this.wanted = Math.max(1, from);
    }

    @Override
    List<LogRecord> read() {
        long end = end();
        if (wanted > end) {
            return List.of();
        }
        var found = ask(connection -> read(connection, end));
        wanted += found.size();
        lastHash = found.getLast().hash();
        return found;
    }

    private List<LogRecord> read(Connection connection, long end) throws SQLException {
        try (var statement = connection.prepareStatement(PIECE)) {
            statement.setLong(1, wanted - 1);
            statement.setLong(2, wanted);
            statement.setLong(3, Math.min(end, wanted + RECORDS_MAX));
            statement.setInt(4, RECORDS_MAX);
            statement.setLong(5, BYTES_MAX);
            var found = new ArrayList<LogRecord>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    long offset = wanted + found.size();
                    var previous =
                            found.isEmpty() ? anchored(rows.getBytes(11)) : found.getLast().hash();
                    if (rows.getLong(1) != offset) {
                        throw new LogDamaged(offset, "the database has no such record");
                    }
                    found.add(record(rows, previous));
                }
            }
            if (found.isEmpty()) {
                throw new LogDamaged(wanted, "the database has no such record");
            }
            return found;
        }
    }

    private Bytes anchored(byte @Nullable [] stored) {
        var before = hashBefore(wanted, stored);
        if (lastHash != null && !lastHash.equals(before)) {
            throw new LogDamaged(
                    wanted - 1, "it was read before with hash %s".formatted(lastHash.hex()));
        }
        return before;
    }
}
