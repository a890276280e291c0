package io.dromos.journal.postgres;

import io.dromos.journal.AtomicList;
import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.Entry;
import io.dromos.journal.Fence;
import io.dromos.journal.Head;
import io.dromos.journal.Outcome;
import io.dromos.journal.Position;
import io.dromos.journal.Refusal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One call of the procedure `append`: lists go in, an outcome for each comes out. It may be made
/// again under the same number; the database answers what became of it the first time.
///
/// @param history the incarnation the writer believes in
/// @param writer who asks
/// @param number one above that of the writer's last call
/// @param lists at least one, none too big
record Append(UUID history, UUID writer, long number, List<AtomicList> lists) {
    private static final String CALL =
            "CALL dromos.append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                    + " NULL, NULL, NULL, NULL)";

    /// @param outcomes in the order of the lists
    /// @param head the end behind the last list that was stored; none if none was
    record Done(List<Outcome> outcomes, Optional<Head> head) {}

    Done call(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(CALL)) {
            statement.setObject(1, history);
            statement.setObject(2, writer);
            statement.setLong(3, number);
            columns().bind(connection, statement, 4);
            try (var row = statement.executeQuery()) {
                row.next();
                return done(row);
            }
        }
    }

    private Columns columns() {
        var columns = new Columns();
        for (AtomicList list : lists) {
            columns.list(
                    list.persistenceId(), list.expectedLastSequenceNr(), list.entries().size());
            list.fences().forEach(fence -> columns.need(fence.name(), fence.epoch()));
            for (Entry entry : list.entries()) {
                columns.record(
                        entry.sequenceNr(),
                        Chain.micros(entry.decidedAt()),
                        entry.eventName(),
                        entry.payload().array(),
                        entry.origin().array(),
                        entry.digest().array());
            }
        }
        return columns;
    }

    private Done done(ResultSet row) throws SQLException {
        var kinds = (Integer[]) row.getArray(1).getArray();
        var numbers = (Long[]) row.getArray(2).getArray();
        var hashes = (byte[][]) row.getArray(3).getArray();
        var stamp = Chain.instant(row.getLong(4));
        var needs = lists.stream().flatMap(list -> list.fences().stream()).toList();
        var outcomes = new ArrayList<Outcome>();
        Optional<Head> head = Optional.empty();
        for (int i = 0; i < kinds.length; i++) {
            if (kinds[i] == 0) {
                var last = new Position(history, numbers[i], Bytes.of(hashes[i]));
                long first = numbers[i] - lists.get(i).entries().size() + 1;
                outcomes.add(new Outcome.Stored(first, last));
                head = Optional.of(new Head(last, stamp));
            } else {
                outcomes.add(
                        new Outcome.Refused(refusal(kinds[i], numbers[i], lists.get(i), needs)));
            }
        }
        return new Done(outcomes, head);
    }

    private static Refusal refusal(int kind, long found, AtomicList list, List<Fence> needs) {
        return kind == 1
                ? new Refusal.WrongSequence(
                        list.persistenceId(), list.expectedLastSequenceNr(), found)
                : new Refusal.StaleFence(needs.get(kind - 2), found);
    }
}
