package io.dromos.journal.postgres;

import static io.dromos.journal.conformance.Facts.list;
import static io.dromos.journal.conformance.Facts.outcomes;
import static io.dromos.journal.conformance.Facts.refusal;
import static io.dromos.journal.conformance.Facts.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.dromos.journal.Batch;
import io.dromos.journal.LogRefused;
import io.dromos.journal.Refusal;
import io.dromos.journal.intake.Inbox;
import io.dromos.journal.intake.Teller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections that end and servers that stop, at any instant. The number of cuts is the system
/// property `dromos.cuts`.
class BrokenConnectionsTest {
    private static final int CUTS = Integer.getInteger("dromos.cuts", 20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String CUT =
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'dromos'";

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1})
    void connections_cut_at_random_instants_lose_and_double_nothing(long seed) throws Exception {
        var random = new Random(seed);
        var url = PostgresServer.shared().newDatabase();
        try (var log = PostgresLog.open(DatabaseSettings.standard(Database.at(url), Set.of()));
                var writing = new Writing(log, "actor", 30)) {
            for (int cut = 0; cut < CUTS; cut++) {
                TimeUnit.MICROSECONDS.sleep(random.nextInt(20_000));
                PostgresServer.queryAt(url, CUT);
                long before = writing.lists();
                await().atMost(PATIENCE).until(() -> writing.lists() > before + 30);
            }
            var acknowledged = writing.stop();
            Writing.check(log, acknowledged);
            assertThat(PostgresServer.queryAt(url, "SELECT count(*) FROM dromos.record"))
                    .isEqualTo(String.valueOf(sum(acknowledged)));
        }
    }

    private static long sum(Map<String, Long> numbers) {
        return numbers.values().stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void a_server_that_stops_or_dies_and_starts_again_loses_and_doubles_nothing() throws Exception {
        try (var server = PostgresServer.start()) {
            var url = server.newDatabase();
            var settings = DatabaseSettings.standard(Database.at(url), Set.of());
            try (var log = PostgresLog.open(settings);
                    var writing = new Writing(log, "actor", 10)) {
                for (int round = 0; round < 2; round++) {
                    long before = writing.lists();
                    await().atMost(PATIENCE).until(() -> writing.lists() > before + 50);
                    if (round % 2 == 0) server.stop();
                    else server.kill();
                    server.begin();
                }
                Writing.check(log, writing.stop());
            }
        }
    }

    @Test
    void readers_wait_while_the_server_is_away_and_go_on() throws Exception {
        try (var server = PostgresServer.start()) {
            var settings = DatabaseSettings.standard(Database.at(server.newDatabase()), Set.of());
            try (var log = PostgresLog.open(settings);
                    var records = log.scan(1)) {
                stored(log, list("a", 0, 3));
                server.stop();
                var reading = CompletableFuture.supplyAsync(records::next);
                server.begin();
                assertThat(reading.get(60, TimeUnit.SECONDS)).isNotNull();
            }
        }
    }

    @Test
    void readers_go_on_after_the_first_connection_broke_while_the_pool_looked_at_it()
            throws Exception {
        var server = PostgresServer.shared();
        var url = server.newDatabase();
        try (var relay = new Relay(server.port())) {
            relay.cutOnce("SHOW TRANSACTION ISOLATION LEVEL");
            var through = url.replace(":" + server.port() + "/", ":" + relay.port() + "/");
            var settings = DatabaseSettings.standard(Database.at(through), Set.of());
            try (var log = PostgresLog.open(settings);
                    var records = log.scan(1)) {
                stored(log, list("a", 0, 3));
                var reading = CompletableFuture.supplyAsync(records::next);
                assertThat(reading.get(60, TimeUnit.SECONDS)).isNotNull();
                assertThat(relay.hasCut()).isTrue();
            }
        }
    }

    @Test
    void an_interrupted_reader_is_refused_instead_of_asking_for_ever() throws Exception {
        try (var server = PostgresServer.start()) {
            var settings =
                    DatabaseSettings.standard(Database.at(server.newDatabase()), Set.of())
                            .withClosing(Duration.ofMillis(500));
            try (var log = PostgresLog.open(settings);
                    var records = log.scan(1)) {
                stored(log, list("a", 0, 3));
                server.kill();
                assertThat(interrupted(records::next).get(60, TimeUnit.SECONDS))
                        .isInstanceOf(LogRefused.class)
                        .hasMessageContaining("interrupted");
            }
        }
    }

    @Test
    void an_interrupted_writer_is_refused_instead_of_asking_for_ever() throws Exception {
        try (var server = PostgresServer.start()) {
            var settings = DatabaseSettings.standard(Database.at(server.newDatabase()), Set.of());
            PostgresLog.open(settings).close();
            var source = new Source(settings.database());
            var history = history(source);
            try (var connections = new Connections(source, history);
                    var session = new WriterSession(settings, connections, history)) {
                server.kill();
                var refused = interrupted(() -> session.highest(List.of("a")));
                assertThat(refused.get(60, TimeUnit.SECONDS))
                        .isInstanceOf(LogRefused.class)
                        .hasMessageContaining("interrupted");
            }
        }
    }

    private static History history(Source source) throws Exception {
        try (var connection = source.open()) {
            return History.begin(connection, Optional.empty());
        }
    }

    private static CompletableFuture<Throwable> interrupted(ThrowingCallable call) {
        var thrown = new CompletableFuture<Throwable>();
        Thread.ofPlatform().start(() -> thrown.complete(catchThrowable(call))).interrupt();
        return thrown;
    }

    @Test
    void an_interrupted_follower_ends() throws Exception {
        try (var server = PostgresServer.start()) {
            var settings = DatabaseSettings.standard(Database.at(server.newDatabase()), Set.of());
            PostgresLog.open(settings).close();
            var source = new Source(settings.database());
            var history = history(source);
            try (var connections = new Connections(source, history)) {
                server.kill();
                var teller = new Teller(new Inbox(settings.limits()));
                var follower = new Follower(settings, connections, history, teller, () -> 0);
                var following = Thread.ofPlatform().start(follower);
                following.interrupt();
                assertThat(following.join(PATIENCE)).isTrue();
            }
        }
    }

    @Test
    void a_node_stops_while_its_server_is_away() throws Exception {
        try (var server = PostgresServer.start()) {
            var settings =
                    DatabaseSettings.standard(Database.at(server.newDatabase()), Set.of())
                            .withClosing(Duration.ofMillis(500));
            var log = PostgresLog.open(settings);
            stored(log, list("a", 0, 1));
            server.kill();
            var appending = log.append(Batch.of(list("a", 1, 1)));
            log.close();
            assertThat(appending.toCompletableFuture()).isCompleted();
            assertThat(refusal(outcomes(appending).getFirst())).isInstanceOf(Refusal.Unknown.class);
        }
    }
}
