package io.dromos.journal.postgres;

import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.LogDamaged;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Records;
import io.dromos.journal.audit.Extent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// All rows of the log in order, whatever they hold, a piece at a time. Where they end they are
/// compared with the head.
final class StoredRows implements Records {
    private static final String PIECE =
            """
            SELECT p.* FROM (
                SELECT %s, %s AS bytes FROM dromos.record r
                WHERE r.log_offset > ? AND r.log_offset <= (SELECT last_offset FROM dromos.head)
                ORDER BY r.log_offset LIMIT ?) p
            WHERE p.bytes < ? ORDER BY p.log_offset\
            """
                    .formatted(Rows.RECORD, Rows.BYTES_BEFORE.formatted("r.log_offset"));

    private static final String END =
            """
            SELECT h.last_offset, h.hash, h.committed_at,
                   (SELECT min(r.log_offset) FROM dromos.record r WHERE r.log_offset > h.last_offset)
            FROM dromos.head h\
            """;

    private final Asking asking;
    private final LongFunction<UUID> incarnations;
    private final Deque<LogRecord> piece = new ArrayDeque<>();
    private long last;
    private @Nullable LogRecord lastRecord;

    /// Has a question answered by the database.
    @FunctionalInterface
    interface Asking {
        <T> T ask(Connections.Question<T> question);
    }

    /// @param from from the first on also what stands before it
    StoredRows(Asking asking, LongFunction<UUID> incarnations, long from) {
        this.asking = asking;
        this.incarnations = incarnations;
        this.last = from <= 1 ? Long.MIN_VALUE : from - 1;
    }

    @Override
    public @Nullable LogRecord next() {
        if (piece.isEmpty()) {
            read();
        }
        return piece.poll();
    }

    private void read() {
        piece.addAll(asking.ask(this::piece));
        if (piece.isEmpty() && asking.ask(this::isBehindTheEnd)) {
            piece.addAll(asking.ask(this::piece));
            if (piece.isEmpty()) {
                throw new LogDamaged(nextOffset(), "the database has no such record");
            }
        }
        if (!piece.isEmpty()) {
            lastRecord = piece.getLast();
            last = lastRecord.offset();
        }
    }

    private long nextOffset() {
        return Math.max(0, last) + 1;
    }

    private List<LogRecord> piece(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(PIECE)) {
            statement.setLong(1, last);
            statement.setInt(2, Rows.RECORDS_MAX);
            statement.setLong(3, Rows.BYTES_MAX);
            var found = new ArrayList<LogRecord>();
            var previous = lastRecord == null ? Chain.GENESIS : lastRecord.hash();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var record = record(rows, previous);
                    found.add(record);
                    previous = record.hash();
                }
            }
            return found;
        }
    }

    private LogRecord record(ResultSet row, Bytes previousHash) throws SQLException {
        long offset = row.getLong(1);
        return new LogRecord(
                incarnations.apply(offset),
                offset,
                row.getString(2),
                row.getLong(3),
                Chain.instant(row.getLong(4)),
                Chain.instant(row.getLong(5)),
                row.getString(6),
                Bytes.of(row.getBytes(7)),
                Bytes.of(row.getBytes(8)),
                previousHash,
                Bytes.of(row.getBytes(9)));
    }

    /// Whether the log goes on behind the last row that was read.
    ///
    /// @throws LogDamaged if it does not, but the rows and the head say different things
    private boolean isBehindTheEnd(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(END);
                var row = statement.executeQuery()) {
            if (!row.next()) {
                throw new LogDamaged(nextOffset(), "the table dromos.head is empty");
            }
            long end = row.getLong(1);
            if (end >= nextOffset()) {
                return true;
            }
            long beyond = row.getLong(4);
            if (!row.wasNull()) {
                throw new LogDamaged(
                        end + 1, "record %d stands behind the end of the log".formatted(beyond));
            }
            if (lastRecord != null) {
                compare(lastRecord, row);
            }
            return false;
        }
    }

    private static void compare(LogRecord last, ResultSet head) throws SQLException {
        boolean same =
                last.offset() == head.getLong(1)
                        && last.hash().equals(Bytes.of(head.getBytes(2)))
                        && Chain.micros(last.committedAt()) == head.getLong(3);
        if (!same) {
            throw new LogDamaged(
                    last.offset(), "the end of the log, as dromos.head has it, is another record");
        }
    }

    /// The table of the records.
    static List<Extent> extents(Connection connection) throws SQLException {
        try (var statement =
                        connection.prepareStatement(
                                "SELECT pg_total_relation_size('dromos.record')");
                var row = statement.executeQuery()) {
            row.next();
            return List.of(new Extent("dromos.record", 1, row.getLong(1)));
        }
    }

    @Override
    public void close() {
        piece.clear();
    }
}
