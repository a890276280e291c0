package io.dromos.journal.postgres;

import static io.dromos.journal.conformance.Facts.list;
import static io.dromos.journal.conformance.Facts.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A client that stands still in the middle of what it sends.
class PausedClientTest {
    /// The last message of a statement, by which the driver ends it, in bytes.
    private static final int SYNC = 5;

    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.newDatabase();

    @Test
    void a_client_that_stops_anywhere_in_an_append_holds_nobody_up() throws Exception {
        try (var relay = new Relay(server.port());
                var log = PostgresLog.open(DatabaseSettings.standard(Database.at(url), Set.of()))) {
            var through = url.replace(":" + server.port() + "/", ":" + relay.port() + "/");
            try (var paused = new Source(Database.at(through)).open()) {
                var client = new Client(paused, log.head().position().incarnation());
                client.append();
                client.append();
                long before = relay.passed();
                client.append();
                long bytes = relay.passed() - before;
                long last = 0;
                for (long cut : List.of(1L, bytes / 2, bytes - SYNC - 1, bytes - SYNC, bytes - 1)) {
                    relay.pauseAfter(cut);
                    var appending = CompletableFuture.supplyAsync(client::append);
                    await().until(relay::isPaused);
                    stored(log, list("other", last++, 1));
                    assertThat(appending).isNotDone();
                    relay.resume();
                    assertThat(appending.get(20, TimeUnit.SECONDS)).isTrue();
                }
            }
        }
    }

    private static final class Client {
        private final Connection connection;
        private final UUID history;
        private final UUID writer = UUID.randomUUID();
        private long number;

        Client(Connection connection, UUID history) {
            this.connection = connection;
            this.history = history;
        }

        /// Whether one more fact was stored; each call sends as many bytes as the one before.
        boolean append() {
            try {
                var lists = List.of(list("paused", number, 1));
                number++;
                return new Append(history, writer, number, lists)
                        .call(connection)
                        .head()
                        .isPresent();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
