package io.dromos.journal.postgres;

import static io.dromos.journal.conformance.Facts.all;
import static io.dromos.journal.conformance.Facts.append;
import static io.dromos.journal.conformance.Facts.list;
import static io.dromos.journal.conformance.Facts.refusal;
import static io.dromos.journal.conformance.Facts.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.journal.LogDamaged;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Outcome;
import io.dromos.journal.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is looked at in a database, and what is said about it.
class DatabaseChecksTest {
    private final String url = PostgresServer.shared().newDatabase();
    private final DatabaseSettings settings = DatabaseSettings.standard(Database.at(url), Set.of());

    @ParameterizedTest
    @ValueSource(longs = {-7, 7})
    void a_clock_more_than_five_seconds_from_the_databases_is_refused(long seconds) {
        InstantSource clock = () -> InstantSource.system().instant().plusSeconds(seconds);
        assertThatThrownBy(() -> PostgresLog.open(settings, clock).close())
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining(seconds < 0 ? "ahead of this machine's" : "behind this")
                .hasMessageContaining("date -s");
    }

    @Test
    void a_log_of_a_newer_version_is_refused() throws Exception {
        PostgresLog.open(settings).close();
        PostgresServer.queryAt(url, "INSERT INTO dromos.version VALUES (1000)");
        assertThatThrownBy(() -> PostgresLog.open(settings).close())
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("version 1000")
                .hasMessageContaining("use a newer one");
    }

    @Test
    void a_database_without_a_synchronous_standby_is_warned_of() throws Exception {
        try (var log = PostgresLog.open(settings)) {
            assertThat(log.warnings())
                    .anySatisfy(warning -> assertThat(warning).contains("no synchronous standby"))
                    .anySatisfy(warning -> assertThat(warning).contains("fsync is off"));
        }
    }

    @Test
    void a_database_that_does_not_answer_is_named_without_its_password() {
        var nowhere = "jdbc:postgresql://127.0.0.1:1/log?user=me&password=hunter2";
        assertThatThrownBy(() ->
                        PostgresLog.open(DatabaseSettings.standard(Database.at(nowhere), Set.of()))
                                .close())
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("127.0.0.1:1/log")
                .hasMessageNotContaining("hunter2");
        assertThat(new Database(nowhere, Optional.of("me"), Optional.of("hunter2")).toString())
                .doesNotContain("hunter2");
        assertThat(Database.at("jdbc:postgresql://me:hunter2@db:1/log").place())
                .isEqualTo("//db:1/log");
    }

    @Test
    void a_list_the_database_cannot_take_fails_alone() throws Exception {
        try (var log = PostgresLog.open(settings)) {
            var outcomes = append(log, list("a", 0, 2), list("b\0", 0, 1), list("c", 0, 1));
            assertThat(refusal(outcomes.get(1))).isInstanceOf(Refusal.NotStored.class);
            assertThat(outcomes.get(0)).isInstanceOf(Outcome.Stored.class);
            assertThat(all(log))
                    .extracting(LogRecord::persistenceId)
                    .containsExactly("a", "a", "c");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE dromos.record SET payload = 'other' WHERE log_offset = 3",
                "UPDATE dromos.record SET committed_at = committed_at + 1 WHERE log_offset = 3",
                "DELETE FROM dromos.record WHERE log_offset = 3"
            })
    void a_record_that_was_changed_by_hand_is_damage_with_its_offset(String change)
            throws Exception {
        try (var log = PostgresLog.open(settings)) {
            stored(log, list("a", 0, 5));
            PostgresServer.queryAt(url, change);
            assertThatThrownBy(() -> all(log))
                    .isInstanceOfSatisfying(
                            LogDamaged.class, damage -> assertThat(damage.offset()).isEqualTo(3));
            assertThatThrownBy(() -> all(log, "a")).isInstanceOf(LogDamaged.class);
        }
    }

    @Test
    void a_batch_that_is_asked_again_under_its_number_is_answered_and_not_stored_twice()
            throws Exception {
        try (var log = PostgresLog.open(settings);
                var connection = new Source(Database.at(url)).open()) {
            var lists = List.of(list("a", 0, 2), list("b", 7, 1), list("c", 0, 1));
            var append =
                    new Append(log.head().position().incarnation(), UUID.randomUUID(), 1, lists);
            var first = append.call(connection);
            assertThat(append.call(connection)).isEqualTo(first);
            assertThat(PostgresServer.queryAt(url, "SELECT count(*) FROM dromos.record"))
                    .isEqualTo("3");
        }
    }

    @Test
    void a_database_far_away_is_allowed_its_latency() throws Exception {
        var instants = List.of(Duration.ZERO, Duration.ofSeconds(30)).iterator();
        var base = InstantSource.system().instant();
        InstantSource slow = () -> base.plus(instants.next());
        PostgresLog.open(settings, slow).close();
    }
}
