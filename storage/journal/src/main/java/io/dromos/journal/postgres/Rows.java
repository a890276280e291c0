package io.dromos.journal.postgres;

import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.LogDamaged;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Records;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records read a piece at a time; between two pieces nothing is held in the database. Every record
/// is checked against its hash.
abstract class Rows implements Records {
    /// A piece has at most this many records.
    static final int RECORDS_MAX = 2_000;

    /// A piece has no more records once it has this many bytes of payload and origin.
    static final long BYTES_MAX = 2 << 20;

    /// What every query selects first, of the table `r`.
    static final String RECORD =
            "r.log_offset, r.persistence_id, r.sequence_nr, r.decided_at, r.committed_at,"
                    + " r.event_name, r.payload, r.origin, r.hash";

    /// The bytes of the records before this one, in the order of the piece.
    static final String BYTES_BEFORE =
            """
            coalesce(sum(octet_length(r.payload) + octet_length(r.origin)) OVER
                (ORDER BY %s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)\
            """;

    private final Connections connections;
    private final History history;
    private final Chain chain = new Chain();
    private final Deque<LogRecord> piece = new ArrayDeque<>();

    Rows(Connections connections, History history) {
        this.connections = connections;
        this.history = history;
    }

    @Override
    public final @Nullable LogRecord next() {
        if (piece.isEmpty()) {
            piece.addAll(read());
        }
        return piece.poll();
    }

    /// The next records up to the durable end; none if there are none yet.
    abstract List<LogRecord> read();

    final <T> T ask(Connections.Question<T> question) {
        return connections.read(question);
    }

    final long end() {
        return history.head().offset();
    }

    /// The record of this row, whose hash was found to be right.
    final LogRecord record(ResultSet row, Bytes previousHash) throws SQLException {
        long offset = row.getLong(1);
        var found =
                new LogRecord(
                        history.incarnation(offset),
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
        if (!chain.hash(found).equals(found.hash())) {
            throw new LogDamaged(offset, "its hash is not that of its content and place");
        }
        return found;
    }

    /// A hash that a query found, or what stands before the first record.
    static Bytes hashBefore(long offset, byte @Nullable [] found) {
        if (found != null) {
            return Bytes.of(found);
        }
        if (offset == 1) {
            return Chain.GENESIS;
        }
        throw new LogDamaged(offset - 1, "the database has no such record");
    }

    @Override
    public final void close() {
        piece.clear();
    }
}
