package io.dromos.journal.postgres;

import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.Head;
import io.dromos.journal.Position;
import io.dromos.journal.Refusal;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this node has seen of the log. Every new connection is compared with it (protocols 4.5): a
/// database that went back, such as a promoted standby without the tail or a restored backup, or
/// that holds another record there, is refused from then on, for writing and reading.
final class History {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    private static final String HEAD =
            """
            SELECT h.incarnation, h.last_offset, h.hash, h.committed_at,
                   (SELECT r.hash FROM dromos.record r WHERE r.log_offset = ?)
            FROM dromos.head h\
            """;

    private final Optional<LastSeen> file;
    private final NavigableMap<Long, UUID> incarnations;
    private volatile Head head;
    private volatile Optional<Refusal.WentBack> lost = Optional.empty();

    private History(Optional<LastSeen> file, NavigableMap<Long, UUID> incarnations, Head head) {
        this.file = file;
        this.incarnations = incarnations;
        this.head = head;
    }

    /// Begins with what the file remembers, or else with what the database has.
    static History begin(Connection connection, Optional<LastSeen> file)
            throws SQLException, IOException {
        var seen = file.isPresent() ? file.get().read() : Optional.<Position>empty();
        var found = found(connection, 0);
        var history = new History(file, incarnations(connection), found.head());
        if (seen.isPresent()) {
            history.compare(seen.get(), found(connection, seen.get().offset()));
        }
        if (history.lost.isEmpty()) {
            history.remember(found.head());
        }
        return history;
    }

    /// The durable end, as far as this node knows.
    Head head() {
        return head;
    }

    /// The history a record belongs to.
    UUID incarnation(long offset) {
        return incarnation(incarnations, offset);
    }

    /// The history a record belongs to, of these.
    static UUID incarnation(NavigableMap<Long, UUID> incarnations, long offset) {
        Map.@Nullable Entry<Long, UUID> entry = incarnations.floorEntry(offset);
        return entry == null ? incarnations.firstEntry().getValue() : entry.getValue();
    }

    /// Why this database is not to be used any more, if so.
    Optional<Refusal.WentBack> lost() {
        return lost;
    }

    /// Compares a new connection with what was seen, and takes over the end it shows.
    ///
    /// @throws SQLException if the log went back or differs
    void verify(Connection connection) throws SQLException {
        var seen = head.position();
        var found = found(connection, seen.offset());
        compare(seen, found);
        if (lost.isPresent()) {
            throw new SQLException(lost.get().sentence());
        }
        advance(found.head());
    }

    /// The end of the log over a connection that was verified.
    static Head head(Connection connection) throws SQLException {
        return found(connection, 0).head();
    }

    /// Everything up to `now` is durable. Ends that were overtaken are passed over.
    synchronized void advance(Head now) {
        if (now.offset() > head.offset()) {
            head = now;
            remember(now);
        }
    }

    /// Another node has accepted a loss of records while this one was running.
    void replaced(String by) {
        lose(new Refusal.WentBack(head.position(), by));
    }

    private void remember(Head now) {
        try {
            if (file.isPresent()) {
                file.get().write(now.position());
            }
        } catch (IOException e) {
            LOG.warn("The last record seen could not be noted: {}", e.toString());
        }
    }

    private void compare(Position seen, Found found) {
        var end = found.head().position();
        if (!end.incarnation().equals(seen.incarnation()) || end.offset() < seen.offset()) {
            lose(new Refusal.WentBack(seen, "ends at " + end));
        } else if (!found.hash().equals(seen.hash())) {
            lose(
                    new Refusal.WentBack(
                            seen, "has another record there, with hash " + found.hash().hex()));
        }
    }

    private synchronized void lose(Refusal.WentBack refusal) {
        if (lost.isEmpty()) {
            lost = Optional.of(refusal);
            LOG.error("{}", refusal.sentence());
        }
    }

    /// @param hash of the record that was asked for; no bytes if there is none
    private record Found(Head head, Bytes hash) {}

    private static Found found(Connection connection, long offset) throws SQLException {
        try (var statement = connection.prepareStatement(HEAD)) {
            statement.setLong(1, offset);
            try (var row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the table dromos.head is empty");
                }
                var position =
                        new Position(
                                row.getObject(1, UUID.class),
                                row.getLong(2),
                                Bytes.of(row.getBytes(3)));
                byte @Nullable [] hash = row.getBytes(5);
                return new Found(
                        new Head(position, Chain.instant(row.getLong(4))),
                        offset == 0 ? Chain.GENESIS : hash == null ? Bytes.EMPTY : Bytes.of(hash));
            }
        }
    }

    /// The histories by the offset of their first record.
    static NavigableMap<Long, UUID> incarnations(Connection connection) throws SQLException {
        var found = new TreeMap<Long, UUID>();
        try (var statement =
                        connection.prepareStatement(
                                "SELECT first_offset, id FROM dromos.incarnation");
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                found.put(rows.getLong(1), rows.getObject(2, UUID.class));
            }
        }
        return found;
    }
}
