package io.dromos.journal.postgres;

import static io.dromos.journal.conformance.Facts.list;
import static io.dromos.journal.conformance.Facts.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.journal.Bytes;
import io.dromos.journal.checkpoint.Checkpoint;
import io.dromos.journal.checkpoint.Checkpoints;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Checkpoints in the database where the log is.
class DatabaseShelfTest {
    private static final String CODE = "code 1";
    private static final String NEWEST = "(SELECT max(name) FROM dromos.checkpoint)";

    private final String url = PostgresServer.shared().newDatabase();

    @Test
    void a_node_finds_what_another_wrote_and_the_newest_two_are_kept() throws Exception {
        Checkpoint last;
        try (var log = open()) {
            var checkpoints = new Checkpoints(log.checkpoints("one"));
            assertThat(checkpoints.newest(log, CODE)).isEmpty();
            for (int i = 0; i < 3; i++) advance(log, checkpoints, i);
            last = at(log);
        }
        try (var log = open()) {
            assertThat(new Checkpoints(log.checkpoints("other")).newest(log, CODE)).contains(last);
            assertThat(PostgresServer.queryAt(url, "SELECT count(*) FROM dromos.checkpoint"))
                    .isEqualTo("2");
        }
    }

    @Test
    void a_damaged_one_falls_back_to_the_one_before_and_then_to_none() throws Exception {
        try (var log = open()) {
            var checkpoints = new Checkpoints(log.checkpoints("node"));
            advance(log, checkpoints, 0);
            var first = at(log);
            advance(log, checkpoints, 1);
            var second = at(log);
            assertThat(checkpoints.newest(log, CODE)).contains(second);
            flip(NEWEST);
            assertThat(checkpoints.newest(log, CODE)).contains(first);
            flip("(SELECT min(name) FROM dromos.checkpoint)");
            assertThat(checkpoints.newest(log, CODE)).isEmpty();
            checkpoints.write(second);
            assertThat(checkpoints.newest(log, CODE)).contains(second);
        }
    }

    @Test
    void a_cut_or_empty_one_falls_back_to_the_one_before() throws Exception {
        try (var log = open()) {
            var checkpoints = new Checkpoints(log.checkpoints("node"));
            advance(log, checkpoints, 0);
            var first = at(log);
            advance(log, checkpoints, 1);
            for (var rest : List.of("substring(content FOR 40)", "''::bytea")) {
                PostgresServer.queryAt(
                        url,
                        "UPDATE dromos.checkpoint SET content = %s WHERE name = %s"
                                .formatted(rest, NEWEST));
                assertThat(checkpoints.newest(log, CODE)).as(rest).contains(first);
            }
        }
    }

    @Test
    void only_the_node_that_claimed_last_writes() throws Exception {
        try (var one = open();
                var other = open()) {
            var before = new Checkpoints(one.checkpoints("one"));
            var after = new Checkpoints(other.checkpoints("other"));
            assertThatThrownBy(() -> before.write(at(one)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Another node");
            assertThat(after.newest(other, CODE)).isEmpty();
            after.write(at(other));
            assertThat(before.newest(one, CODE)).contains(at(other));
        }
    }

    @Test
    void a_database_of_the_version_before_gets_its_table() throws Exception {
        open().close();
        PostgresServer.queryAt(url, "DROP TABLE dromos.checkpoint");
        PostgresServer.queryAt(url, "DELETE FROM dromos.version WHERE number > 1");
        try (var log = open()) {
            var checkpoints = new Checkpoints(log.checkpoints("node"));
            advance(log, checkpoints, 0);
            assertThat(checkpoints.newest(log, CODE)).contains(at(log));
        }
    }

    private PostgresLog open() throws IOException {
        return PostgresLog.open(DatabaseSettings.standard(Database.at(url), Set.of()));
    }

    private static void advance(PostgresLog log, Checkpoints checkpoints, int last)
            throws IOException {
        stored(log, list("a", last, 1));
        checkpoints.write(at(log));
    }

    private static Checkpoint at(PostgresLog log) {
        return new Checkpoint(
                log.head().position(),
                CODE,
                List.of(new Checkpoint.Entry("a", 3, true, Bytes.utf8("{\"a\":1}"))));
    }

    private void flip(String name) throws Exception {
        PostgresServer.queryAt(
                url,
                "UPDATE dromos.checkpoint SET content = set_byte(content, 50, get_byte(content, 50) # 1) WHERE name = "
                        + name);
    }
}
