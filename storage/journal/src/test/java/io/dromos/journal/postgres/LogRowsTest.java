package io.dromos.journal.postgres;

import static io.dromos.journal.conformance.Facts.await;
import static io.dromos.journal.conformance.Facts.list;
import static io.dromos.journal.conformance.Facts.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.journal.audit.Stretch;
import io.dromos.journal.audit.Walk;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A small log in a real PostgreSQL, changed by SQL in every way that one statement can: each time
/// the first record that is not what was written is named, by who only reads and by a node at work.
class LogRowsTest {
    private static final List<String> CHANGES =
            List.of(
                    "persistence_id = persistence_id || 'x'",
                    "sequence_nr = sequence_nr + 100",
                    "decided_at = decided_at + 1",
                    "committed_at = committed_at + 1",
                    "event_name = 'other.v1'",
                    "payload = payload || '\\x20'",
                    "origin = 'other'",
                    "hash = sha256(hash)");

    private final String url = PostgresServer.shared().newDatabase();
    private final Database database = Database.at(url);
    private int count;

    @BeforeEach
    void write() throws IOException, SQLException {
        try (var log = open()) {
            for (int i = 0; i < 4; i++) {
                stored(log, list("app-" + i % 2, 2L * (i / 2), 2));
            }
            await(log.claim("scheduler", "test"));
            stored(log, list("app-0", 4, 1));
            count = (int) log.head().offset();
        }
        sql("CREATE TABLE kept AS SELECT * FROM dromos.record");
    }

    private PostgresLog open() throws IOException {
        return PostgresLog.open(DatabaseSettings.standard(database, Set.of()));
    }

    private void sql(String statement) throws SQLException {
        PostgresServer.queryAt(url, statement);
    }

    private void restore() throws SQLException {
        sql("TRUNCATE dromos.record");
        sql("INSERT INTO dromos.record SELECT * FROM kept");
    }

    private Stretch walk() {
        try (var log = LogRows.open(database)) {
            return Walk.fromTheBeginning(log.records()).rest();
        }
    }

    private long broken() {
        return walk().broken().map(it -> it.offset()).orElse(0L);
    }

    private static long broken(PostgresLog node) {
        try (var records = node.scanStored(1)) {
            return Walk.fromTheBeginning(records).rest().broken().map(it -> it.offset()).orElse(0L);
        }
    }

    @Test
    void a_log_that_was_left_alone_is_proved_to_its_last_record() throws IOException {
        var found = walk();
        assertThat(found.broken()).isEmpty();
        assertThat(found.to()).isEqualTo(count);
        try (var node = open()) {
            assertThat(found.hash()).isEqualTo(node.head().position().hash());
            assertThat(broken(node)).isZero();
            assertThat(node.extents().getFirst().bytes()).isPositive();
        }
    }

    @Test
    void every_column_of_every_row_that_was_changed_is_named() throws Exception {
        try (var node = open()) {
            assertThat(broken(node)).isZero();
            for (int i = 1; i <= count; i++) {
                for (var change : CHANGES) {
                    sql("UPDATE dromos.record SET %s WHERE log_offset = %d".formatted(change, i));
                    assertThat(broken()).as("%s at %d", change, i).isEqualTo(i);
                    // A node that opens a connection compares the last record by itself.
                    if (i < count) assertThat(broken(node)).as(change).isEqualTo(i);
                    restore();
                }
            }
        }
    }

    @Test
    void every_row_that_was_deleted_is_named() throws SQLException {
        for (int i = 1; i <= count; i++) {
            sql("DELETE FROM dromos.record WHERE log_offset = " + i);
            assertThat(broken()).as("without %d", i).isEqualTo(i);
            restore();
        }
        sql("DELETE FROM dromos.record");
        assertThat(broken()).as("without all").isEqualTo(1);
    }

    @Test
    void every_two_rows_that_changed_places_are_named() throws SQLException {
        for (int i = 1; i < count; i++) {
            sql(
                    """
                    UPDATE dromos.record SET log_offset = -log_offset WHERE log_offset IN (%1$d, %2$d);
                    UPDATE dromos.record SET log_offset = 1 + 2 * %1$d + log_offset WHERE log_offset < 0
                    """
                            .formatted(i, i + 1));
            assertThat(broken()).as("swapped %d", i).isEqualTo(i);
            restore();
        }
    }

    @Test
    void every_row_that_was_put_in_is_named() throws SQLException {
        var other =
                """
                INSERT INTO dromos.record SELECT %d, 'other', 1, decided_at, committed_at, event_name,
                       payload, origin, hash FROM dromos.record WHERE log_offset = 1
                """;
        sql(other.formatted(0));
        assertThat(broken()).isEqualTo(1);
        restore();
        for (int behind = 1; behind < 3; behind++) {
            sql(other.formatted(count + behind));
            assertThat(broken()).as("%d behind", behind).isEqualTo(count + 1);
            restore();
        }
        for (int i = 1; i <= count; i++) {
            sql("UPDATE dromos.record SET log_offset = -log_offset WHERE log_offset >= " + i);
            sql("UPDATE dromos.record SET log_offset = 1 - log_offset WHERE log_offset < 0");
            sql(i == 1 ? other.replace("= 1\n", "= 2\n").formatted(i) : other.formatted(i));
            assertThat(broken()).as("put in at %d", i).isEqualTo(i);
            restore();
        }
    }

    @Test
    void an_end_that_is_not_that_of_the_rows_is_named() throws SQLException {
        sql("UPDATE dromos.head SET hash = sha256(hash)");
        assertThat(broken()).isEqualTo(count);
        sql("UPDATE dromos.head SET last_offset = last_offset + 2");
        assertThat(broken()).isEqualTo(count + 1);
    }

    @Test
    void a_database_without_a_log_is_not_given_one() throws SQLException {
        var empty = PostgresServer.shared().newDatabase();
        assertThatThrownBy(() -> LogRows.open(Database.at(empty)))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("holds no log");
        assertThat(
                        PostgresServer.queryAt(
                                empty,
                                "SELECT count(*) FROM pg_tables WHERE schemaname = 'dromos'"))
                .isEqualTo("0");
    }
}
