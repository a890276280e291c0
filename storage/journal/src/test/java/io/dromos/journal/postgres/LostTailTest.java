package io.dromos.journal.postgres;

import static io.dromos.journal.conformance.Facts.all;
import static io.dromos.journal.conformance.Facts.await;
import static io.dromos.journal.conformance.Facts.list;
import static io.dromos.journal.conformance.Facts.refused;
import static io.dromos.journal.conformance.Facts.rest;
import static io.dromos.journal.conformance.Facts.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dromos.journal.Log;
import io.dromos.journal.LogRefused;
import io.dromos.journal.Records;
import io.dromos.journal.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Databases that lack what a node has seen.
class LostTailTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path directory;

    @Test
    void a_promoted_standby_without_the_last_records_is_noticed_by_every_node_and_reader()
            throws Exception {
        try (var primary = PostgresServer.start()) {
            var url = primary.newDatabase();
            primary.stop();
            try (var standby = primary.copy()) {
                primary.begin();
                standby.follow(primary, "second");
                standby.begin();
                var both = "127.0.0.1:%d,127.0.0.1:%d".formatted(primary.port(), standby.port());
                var database = Database.at(url.replace("127.0.0.1:" + primary.port(), both));
                try (var one = open(database, "one");
                        var other = open(database, "other");
                        var reader = one.scan(1)) {
                    stored(one, list("a", 0, 3));
                    awaitCaughtUp(standby, url, primary);
                    standby.stop();
                    stored(one, list("a", 3, 2));
                    assertThat(rest(reader)).hasSize(5);
                    await().until(() -> other.head().offset() == 5);
                    primary.kill();
                    standby.begin();
                    standby.promote();
                    for (var node : List.of(one, other)) {
                        checkRefuses(node);
                    }
                    checkRefuses(reader, other.scan(4));
                }
                checkRefusesAgainAfterARestart(database);
                checkStrangerSeesTheRest(database);
            }
        }
    }

    private PostgresLog open(Database database, String node) throws Exception {
        return PostgresLog.open(
                DatabaseSettings.standard(database, Set.of())
                        .withLastSeen(directory.resolve(node)));
    }

    private static void awaitCaughtUp(PostgresServer standby, String url, PostgresServer primary) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() ->
                        "3"
                                .equals(
                                        PostgresServer.queryAt(
                                                standby.url(primary, url),
                                                "SELECT last_offset FROM dromos.head")));
    }

    private static void checkRefuses(PostgresLog node) {
        await().atMost(PATIENCE).until(() -> node.lost().isPresent());
        assertThat(refused(node, list("a", 5, 1)))
                .isInstanceOfSatisfying(
                        Refusal.WentBack.class,
                        why ->
                                assertThat(why.sentence())
                                        .contains("has seen offset 5", "ends at 3@"));
        assertThatThrownBy(() -> await(node.claim("scheduler", "x")))
                .isInstanceOf(LogRefused.class)
                .hasMessageContaining("went back");
    }

    private static void checkRefuses(Records atEnd, Records fromBefore) {
        assertThat(atEnd.next()).isNull();
        assertThatThrownBy(fromBefore::next)
                .isInstanceOf(LogRefused.class)
                .hasMessageContaining("went back");
    }

    private void checkRefusesAgainAfterARestart(Database database) throws Exception {
        try (var again = open(database, "one")) {
            checkRefuses(again);
        }
    }

    private void checkStrangerSeesTheRest(Database database) throws Exception {
        try (var stranger = open(database, "stranger")) {
            assertThat(all(stranger)).hasSize(3);
            stored(stranger, list("a", 3, 1));
        }
    }

    @Test
    void a_restored_backup_that_went_on_without_this_node_is_noticed() throws Exception {
        try (var server = PostgresServer.start()) {
            var url = server.newDatabase();
            var database = Database.at(url);
            try (var node = open(database, "node")) {
                stored(node, list("a", 0, 3));
            }
            server.stop();
            try (var backup = server.copy()) {
                server.begin();
                try (var node = open(database, "node")) {
                    stored(node, list("a", 3, 2));
                }
                server.stop();
                backup.begin();
                var restored = Database.at(backup.url(server, url));
                try (var stranger = open(restored, "stranger")) {
                    stored(stranger, list("b", 0, 4));
                }
                try (Log node = open(restored, "node")) {
                    assertThat(refused(node, list("a", 5, 1)).sentence())
                            .contains("has seen offset 5", "has another record there");
                }
            }
        }
    }

    @Test
    void a_log_that_goes_on_in_another_incarnation_is_neither_read_nor_written_by_this_node()
            throws Exception {
        var url = PostgresServer.shared().newDatabase();
        try (var node = open(Database.at(url), "node")) {
            stored(node, list("a", 0, 3));
            assertThat(all(node)).hasSize(3);
            PostgresServer.queryAt(url, "UPDATE dromos.head SET incarnation = gen_random_uuid()");
            assertThat(refused(node, list("a", 3, 1))).isInstanceOf(Refusal.WentBack.class);
            assertThatThrownBy(() -> all(node))
                    .isInstanceOf(LogRefused.class)
                    .hasMessageContaining("went back");
        }
    }
}
